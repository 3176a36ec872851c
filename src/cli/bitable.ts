/**
 * `npm run bitable -- plan|apply|docs --district <id>`: the tables of one district. Thin: reads arguments, calls the rooms, prints
 * Chinese. The parts come in as `deps`, so that wiring stays in one place.
 */
import { describeStep, typeName } from '../../bitable-schema/compare.ts';
import { TABLES } from '../../bitable-schema/index.ts';
import { type ApplyDeps, applySchema, planSchema } from '../sync/apply-schema.ts';
import { SchemaCallFailed } from '../sync/live-schema.ts';
import type { Settings } from '../workflow/directory.ts';
import { type DistrictId, districtId, type OpenId } from '../workflow/ids.ts';

export interface BitableCommandDeps {
  readonly structure: ApplyDeps['structure'];
  readonly rows: ApplyDeps['rows'];
  readonly mirror: ApplyDeps['mirror'];
  readonly pause: ApplyDeps['pause'];
  /** What the configuration says of a district; null for one it does not know. */
  readonly districtNamed: (
    id: DistrictId,
  ) => { readonly baseName: string; readonly staff: readonly OpenId[]; readonly settings: Partial<Settings> } | null;
  readonly print: (line: string) => void;
}

const USAGE = '用法:npm run bitable -- plan|apply --district <区县代号>,或 npm run bitable -- docs';

/** Returns the exit code. */
export const runBitable = async (argv: readonly string[], deps: BitableCommandDeps): Promise<0 | 1> => {
  const [command] = argv;
  if (command === 'docs') {
    deps.print(tablesAsMarkdown());
    return 0;
  }
  const at = argv.indexOf('--district');
  const name = at < 0 ? undefined : argv[at + 1];
  if ((command !== 'plan' && command !== 'apply') || name === undefined) {
    deps.print(USAGE);
    return 1;
  }
  const district = districtId(name);
  const known = deps.districtNamed(district);
  if (!known) {
    deps.print(`配置中没有区县“${name}”。`);
    return 1;
  }
  try {
    if (command === 'plan') await printPlan(deps, district);
    else {
      const binding = await applySchema({ ...deps, say: deps.print }, { district, ...known });
      deps.print(`完成。多维表格:${binding.url}`);
      deps.print(binding.formUrl === null ? '登记表单尚未分享。' : `登记表单:${binding.formUrl}`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof SchemaCallFailed)) throw error;
    deps.print(
      `未完成,停在“${error.step}”:${error.failure.reason}(代码 ${error.failure.code})。排除原因后重新运行即可。`,
    );
    return 1;
  }
};

const printPlan = async (deps: BitableCommandDeps, district: DistrictId): Promise<void> => {
  const steps = await planSchema(deps, district);
  if (steps === null) deps.print('尚无多维表格;apply 将新建并建立全部数据表。');
  else if (steps.length === 0) deps.print('与声明一致,无需改动。');
  else for (const step of steps) deps.print(describeStep(step));
};

const OWNERS = { people: '工作人员', service: '系统', action: '工作人员(操作)', form: '企业(表单)' } as const;
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
