/**
 * `npm run bitable -- plan|apply|docs --district <id>`: the tables of one district. Thin: reads arguments, calls the rooms,
 * prints Chinese. Exit code 1 when something was not done.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createClient } from '@libsql/client';
import { describeStep, typeName } from '../../bitable-schema/describe-step.ts';
import { TABLES } from '../../bitable-schema/index.ts';
import { compose, type ReceptionDay } from '../compose.ts';
import { ConfigError, readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { migrate } from '../store/migrate.ts';
import { planSchema } from '../sync/apply-schema.ts';
import { SchemaCallFailed } from '../sync/live-schema.ts';
import { type DistrictId, districtId, openId } from '../workflow/ids.ts';
import { setUpDistrict } from './set-up-district.ts';

const USAGE = [
  '用法：',
  '  npm run bitable -- plan  --district <代号>                看看会改什么，不动任何东西',
  '  npm run bitable -- apply --district <代号> [--name <多维表格名称>] [--staff <open_id,open_id>]',
  '  npm run bitable -- docs                                  打印各表各列的说明',
].join('\n');

interface Arguments {
  readonly command: string;
  readonly district: DistrictId | null;
  readonly name: string | null;
  readonly staff: readonly string[];
}

const readArguments = (argv: readonly string[]): Arguments => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { district: { type: 'string' }, name: { type: 'string' }, staff: { type: 'string' } },
  });
  const named = values.district?.trim() ?? '';
  return {
    command: positionals[0] ?? '',
    district: /^[a-z0-9-]{1,40}$/.test(named) ? districtId(named) : null,
    name: values.name?.trim() || null,
    staff: (values.staff ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  };
};

/** Returns the exit code. `open` gives a composed service; it is not called for `docs`. */
export const runBitable = async (
  argv: readonly string[],
  open: () => Promise<ReceptionDay>,
  print: (line: string) => void,
): Promise<0 | 1> => {
  const asked = readArguments(argv);
  if (asked.command === 'docs') {
    print(tablesAsMarkdown());
    return 0;
  }
  if (!['plan', 'apply'].includes(asked.command) || !asked.district) {
    print(asked.district || asked.command === '' ? USAGE : `区代号只能用小写字母、数字和连字符。\n${USAGE}`);
    return 1;
  }
  const service = await open();
  try {
    if (asked.command === 'plan') await printPlan(service, asked.district, print);
    else await apply(service, asked.district, asked, print);
    return 0;
  } catch (error) {
    if (!(error instanceof SchemaCallFailed)) throw error;
    print(
      `没有做完，停在“${error.step}”：${error.failure.reason}（代码 ${error.failure.code}）。排除原因后重新运行，会接着做。`,
    );
    return 1;
  } finally {
    await service.close();
  }
};

const apply = async (
  service: ReceptionDay,
  district: DistrictId,
  asked: Arguments,
  print: (line: string) => void,
): Promise<void> => {
  const request = {
    district,
    baseName: asked.name ?? '民营企业接待日',
    staff: asked.staff.map(openId),
    settings: {},
  };
  const binding = await setUpDistrict(service, request, (line) => print(`  ${line}`));
  await service.lookAround(`apply ${randomUUID()}`);
  print(`完成。多维表格：${binding.url}`);
  print(binding.formUrl === null ? '登记表单尚未分享。' : `登记表单：${binding.formUrl}`);
  if (asked.staff.length === 0) print('提示：没有给 --staff，新建的多维表格暂时只有应用自己看得到。');
};

const printPlan = async (service: ReceptionDay, district: DistrictId, print: (line: string) => void): Promise<void> => {
  const steps = await planSchema(service.schema, district);
  if (steps === null) print('还没有多维表格；apply 会新建并建好全部数据表。');
  else if (steps.length === 0) print('与声明一致，无需改动。');
  else for (const step of steps) print(describeStep(step));
};

const OWNERS = { people: '工作人员', service: '系统', action: '工作人员（操作）', form: '企业（表单）' } as const;
const PRIVACY = { public: '可公开', internal: '内部', personal: '个人信息' } as const;

/** The declared tables as a page for the people who keep them. */
export const tablesAsMarkdown = (): string =>
  TABLES.flatMap((table) => [
    `## ${table.name}`,
    '',
    table.description,
    '',
    '| 列 | 类型 | 填写 | 信息类别 | 说明 |',
    '|---|---|---|---|---|',
    ...Object.values(table.columns).map(
      (column) =>
        `| ${column.name} | ${typeName(column)} | ${OWNERS[column.owner]} | ${PRIVACY[column.privacy]} | ${column.description} |`,
    ),
    '',
  ]).join('\n');

const openService = async (): Promise<ReceptionDay> => {
  const log = createLog((line) => process.stderr.write(`${line}\n`));
  const service = compose(readConfig(process.env), { createClient, log, background: () => {} });
  await migrate(service.database);
  return service;
};

if (import.meta.main) {
  runBitable(process.argv.slice(2), openService, (line) => process.stdout.write(`${line}\n`)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(
        `${error instanceof ConfigError || error instanceof TypeError ? error.message : String(error)}\n`,
      );
      process.exitCode = 1;
    },
  );
}
