/**
 * `npm run bitable -- plan|apply|doctor|docs --district <id>`: the tables of one district. Thin: reads arguments, calls the rooms,
 * prints Chinese; with --json one document on stdout and everything else on stderr. Exit code 1 when something was not
 * done or has to be done by a person.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createClient } from '@libsql/client';
import { describeSteps } from '../../bitable-schema/describe-step.ts';
import { compose, type ReceptionDay } from '../compose.ts';
import { ConfigError, readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { migrate } from '../store/migrate.ts';
import { planSchema } from '../sync/apply-schema.ts';
import { examine } from '../sync/doctor.ts';
import { ApplyStopped } from '../sync/find-base.ts';
import type { Finding } from '../sync/finding.ts';
import { SchemaCallFailed } from '../sync/live-schema.ts';
import { removeColumn } from '../sync/remove-column.ts';
import { type DistrictId, districtId, type OpenId, openId } from '../workflow/ids.ts';
import { listOf, tidyText } from '../workflow/plain-text.ts';
import { readSetting, type Settings } from '../workflow/settings.ts';
import { setUpDistrict } from './set-up-district.ts';
import { tablesPage } from './tables-page.ts';

const USAGE = [
  '用法（--district 为区县代号，只用小写字母、数字和连字符）：',
  '  npm run bitable -- plan   --district <代号>    看看会改什么，不动任何东西',
  '  npm run bitable -- apply  --district <代号>    新建或补齐多维表格，可反复运行，中断后接着做',
  '      --name <名称>              新建时多维表格的名称',
  '      --staff <open_id、手机号或邮箱,…>  多维表格的管理员；“单位与承办人”为空时同时登记为工商联承办人',
  '      --set <参数=值>            新建时参数的值，可写多次，如 --set 区县名称=云溪区',
  '      --base <地址>              使用已有的多维表格，不新建',
  '      --new                      上次新建结果不明时，另建一个',
  '      --views <视图,…>           按现行规定重设这些视图的筛选和显示的列；没有点名的视图不动',
  '      --remove <表.列> [--yes]   删除一个自建列；不加 --yes 只说明会删什么',
  '  npm run bitable -- doctor --district <代号>    体检：权限、订阅、结构、名录，逐条给出办法',
  '      --base <地址>              核对同事打开的是不是本区的多维表格',
  '  npm run bitable -- docs                        打印各表各列的说明（docs/tables.md）',
  '  plan 和 doctor 加 --json 以 JSON 输出结果。',
];

export interface BitableOut {
  readonly print: (line: string) => void;
  /** Progress and talk, when stdout is for a document. */
  readonly note: (line: string) => void;
}

const readArguments = (argv: readonly string[]) => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      district: { type: 'string' },
      name: { type: 'string' },
      staff: { type: 'string' },
      set: { type: 'string', multiple: true },
      base: { type: 'string' },
      new: { type: 'boolean' },
      views: { type: 'string' },
      remove: { type: 'string' },
      yes: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  const district = tidyText(values.district ?? '');
  return {
    ...values,
    command: positionals[0] ?? '',
    district: /^[a-z0-9-]{1,40}$/.test(district) ? districtId(district) : null,
    staff: listOf(values.staff ?? ''),
    viewsAnew: listOf(values.views ?? ''),
    existing: tidyText(values.base ?? '') || null,
  };
};
type Arguments = ReturnType<typeof readArguments>;

/** Returns the exit code. `open` gives a composed service, which is closed again; it is not called for `docs`. */
export const runBitable = async (
  argv: readonly string[],
  open: () => Promise<ReceptionDay>,
  out: BitableOut,
  now: () => number,
): Promise<0 | 1> => {
  const asked = readArguments(argv);
  if (asked.command === 'docs') {
    out.print(tablesPage().trimEnd());
    return 0;
  }
  const refuse = (problems: readonly string[]): 1 => {
    for (const line of problems) out.note(line);
    return 1;
  };
  const work = COMMANDS[asked.command];
  if (!work) return refuse(asked.command === '' ? USAGE : [`没有“${asked.command}”这个命令。`, ...USAGE]);
  const { district } = asked;
  if (!district) return refuse(['请用 --district 指明区县代号，只能用小写字母、数字和连字符。', ...USAGE]);
  const settings = readSettings(asked.set ?? []);
  if (settings.problems.length > 0) return refuse(settings.problems);

  const service = await open();
  try {
    return await work({ service, district, asked, settings: settings.values, out, now });
  } catch (error) {
    if (error instanceof ApplyStopped) return refuse([error.sentence]);
    if (!(error instanceof SchemaCallFailed)) throw error;
    const { step, failure } = error;
    return refuse([
      `没有做完，停在“${step}”：${failure.reason}（代码 ${failure.code}）。`,
      '排除原因后重新运行，会接着做；不清楚原因的，先运行 npm run bitable -- doctor。',
    ]);
  } finally {
    await service.close();
  }
};

interface Work {
  readonly service: ReceptionDay;
  readonly district: DistrictId;
  readonly asked: Arguments;
  readonly settings: Partial<Settings>;
  readonly out: BitableOut;
  readonly now: () => number;
}

const plan = async ({ service, district, asked, out }: Work): Promise<0 | 1> => {
  const steps = await planSchema(service.schema, district);
  const lines = describeSteps(steps ?? []);
  if (asked.json) out.print(JSON.stringify({ district, exists: steps !== null, steps: lines }));
  else if (steps === null) out.print('还没有多维表格；apply 会新建并建好全部数据表。');
  else if (lines.length === 0) out.print('与规定的结构一致，无需改动。');
  else for (const line of [...lines, `共 ${lines.length} 处，运行 apply 执行。`]) out.print(line);
  return 0;
};

const apply = async ({ service, district, asked, settings, out, now }: Work): Promise<0 | 1> => {
  if (asked.remove !== undefined) {
    out.print(await removeColumn(service.schema, district, asked.remove, asked.yes ?? false));
    return asked.yes ? 0 : 1;
  }
  const request = {
    district,
    baseName: tidyText(asked.name ?? '') || '民营企业接待日',
    staff: await staffOf(service, asked.staff),
    fillsFederation: true,
    viewsAnew: asked.viewsAnew,
    settings,
    existing: asked.existing,
    makesAnother: asked.new ?? false,
  };
  const binding = await setUpDistrict(service, request, out.print);
  await service.lookAround(`apply ${randomUUID()}`);
  await service.tick();
  out.print('');
  out.print(`多维表格：${binding.url}`);
  if (binding.formUrl !== null) out.print(`登记表单：${binding.formUrl}`);
  const findings = await examine(doctorOf(service, now), district);
  const open = findings.filter((finding) => finding.level === 'act');
  if (open.length === 0) out.print('已可使用。');
  else {
    out.print(`已建好，使用前还需处理 ${open.length} 处：`);
    for (const line of open.flatMap(findingLines)) out.print(line);
  }
  const byHand = findings.filter((finding) => finding.code === 'handStep').length;
  if (byHand > 0)
    out.print(`另有 ${byHand} 处设置需在飞书中手工完成，运行 npm run bitable -- doctor --district ${district} 查看。`);
  return 0;
};

/** People know each other's numbers, not open_ids. What was typed is not repeated: it is personal. */
const staffOf = async ({ feishu }: ReceptionDay, given: readonly string[]): Promise<readonly OpenId[]> => {
  const contacts = given.filter((one) => !one.startsWith('ou_'));
  if (contacts.length === 0) return given.map(openId);
  const found = await feishu.documents.findPeople(contacts);
  if (found.kind !== 'ok') throw new SchemaCallFailed('按手机号或邮箱查找人员', found);
  const people = given.map((one) =>
    one.startsWith('ou_') ? openId(one) : (found.data[contacts.indexOf(one)] ?? null),
  );
  const missing = people.flatMap((person, index) => (person === null ? [`第 ${index + 1} 个`] : []));
  if (missing.length > 0)
    throw new ApplyStopped(`--staff 中${missing.join('、')}在通讯录中查不到，请核对，并确认此人在应用的可用范围内。`);
  return people.filter((person) => person !== null);
};

const doctorOf = ({ feishu, mirror, outbox, schema }: ReceptionDay, now: () => number) => ({
  structure: feishu.structure,
  documents: feishu.documents,
  mirror,
  outbox,
  pause: schema.pause,
  now,
});

const doctor = async ({ service, district, asked, out, now }: Work): Promise<0 | 1> => {
  const findings = await examine(doctorOf(service, now), district, asked.existing);
  const acts = findings.filter((finding) => finding.level === 'act');
  const notes = findings.filter((finding) => finding.level === 'note');
  if (asked.json) out.print(JSON.stringify({ district, isHealthy: acts.length === 0, findings }));
  else {
    out.print(acts.length === 0 ? '没有发现需要处理的问题。' : `需要处理 ${acts.length} 处：`);
    for (const line of acts.flatMap(findingLines)) out.print(line);
    if (notes.length > 0) out.print(`\n供核对 ${notes.length} 处：`);
    for (const line of notes.flatMap(findingLines)) out.print(line);
  }
  return acts.length === 0 ? 0 : 1;
};

const findingLines = ({ what, remedy }: Finding): readonly string[] => [`· ${what}`, `  办法：${remedy}`];

const COMMANDS: Readonly<Record<string, (work: Work) => Promise<0 | 1>>> = { plan, apply, doctor };

/** 参数=值, checked as a cell of 参数设置 is. */
const readSettings = (
  given: readonly string[],
): { readonly values: Partial<Settings>; readonly problems: readonly string[] } => {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const one of given) {
    const at = one.indexOf('=');
    const name = tidyText(at < 0 ? one : one.slice(0, at));
    const read = at < 0 ? null : readSetting(name, one.slice(at + 1));
    if (!read) problems.push(`--set ${one}：写法是 --set 参数=值。`);
    else if (read.kind === 'unknown') problems.push(`--set ${one}：没有这个参数。`);
    else if (read.kind === 'outOfBounds') problems.push(`--set ${one}：应为${read.rule}。`);
    else values[read.key] = read.value;
  }
  return { values, problems };
};

const openService = async (): Promise<ReceptionDay> => {
  const write = createLog((line) => process.stderr.write(`${line}\n`));
  // Feishu slows down whoever makes many calls, as a set-up does; those are simply made again.
  const log: typeof write = (line) => {
    if (line['kind'] !== 'retry') write(line);
  };
  const service = compose(readConfig(process.env), { createClient, log, background: () => {} });
  await migrate(service.database);
  return service;
};

if (import.meta.filename === process.argv[1]) {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const note = (line: string) => process.stderr.write(`${line}\n`);
  runBitable(process.argv.slice(2), openService, { print, note }, Date.now).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      note(error instanceof ConfigError || error instanceof TypeError ? error.message : String(error));
      process.exitCode = 1;
    },
  );
}
