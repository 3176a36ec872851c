/**
 * `npm run admin -- <command> [--district <id>] [--json]`: what an administrator does by hand. Thin: reads arguments, calls the
 * rooms, prints Chinese, or with --json one document on stdout and everything else on stderr. Exit code 1 when something
 * was not done.
 */
import { parseArgs } from 'node:util';
import { createClient } from '@libsql/client';
import { compose, type ReceptionDay } from '../compose.ts';
import { ConfigError, readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { migrate } from '../store/migrate.ts';
import { type DistrictId, districtId } from '../workflow/ids.ts';
import { tidyText } from '../workflow/plain-text.ts';
import { parked, requeue, resync } from './admin-sync.ts';

export interface AdminWorld {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** How long an order is watched before the rest is left to the running service. */
  readonly patienceMs: number;
  readonly progress: (line: string) => void;
}

export interface AdminAnswer {
  readonly code: 0 | 1;
  /** For people. */
  readonly lines: readonly string[];
  /** The same for --json. */
  readonly data: object;
}

const USAGE = [
  '用法：',
  '  npm run admin -- resync  --district <代号> [--from base|database]   重新核对全部行；base 收取表中修改，database 只重写系统列',
  '  npm run admin -- parked  [--district <代号>]                       列出未能送达的内容和原因',
  '  npm run admin -- requeue --district <代号> [--key <键>]             重新处理未能送达的内容',
  '  加 --json 以 JSON 输出结果。',
];

interface Arguments {
  readonly command: string;
  readonly district: DistrictId | null;
  readonly from: string;
  readonly key: string | null;
  readonly isJson: boolean;
}

const readArguments = (argv: readonly string[]): Arguments => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      district: { type: 'string' },
      from: { type: 'string' },
      key: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const named = tidyText(values.district ?? '');
  return {
    command: positionals[0] ?? '',
    district: /^[a-z0-9-]{1,40}$/.test(named) ? districtId(named) : null,
    from: tidyText(values.from ?? 'base'),
    key: tidyText(values.key ?? '') || null,
    isJson: values.json ?? false,
  };
};

const usage = (problem: string | null): AdminAnswer => ({
  code: 1,
  lines: problem === null ? USAGE : [problem, ...USAGE],
  data: { error: problem ?? 'usage' },
});

const run = async (asked: Arguments, world: AdminWorld, open: () => Promise<ReceptionDay>): Promise<AdminAnswer> => {
  const withService = async (work: (service: ReceptionDay) => Promise<AdminAnswer>): Promise<AdminAnswer> => {
    const service = await open();
    try {
      return await work(service);
    } finally {
      await service.close();
    }
  };
  const { district, from, key } = asked;
  switch (asked.command) {
    case 'resync':
      if (!district) return usage('请用 --district 指明区县代号。');
      if (from !== 'base' && from !== 'database') return usage('--from 只能是 base 或 database。');
      return withService((service) => resync(world, service, district, from));
    case 'parked':
      return withService((service) => parked(world, service, district));
    case 'requeue':
      if (!district) return usage('请用 --district 指明区县代号。');
      return withService((service) => requeue(world, service, district, key));
    default:
      return usage(asked.command === '' ? null : `没有“${asked.command}”这个命令。`);
  }
};

/** Returns the exit code. `open` gives a composed service, which is closed again. */
export const runAdmin = async (
  argv: readonly string[],
  open: () => Promise<ReceptionDay>,
  out: { readonly print: (line: string) => void; readonly note: (line: string) => void },
  world: Omit<AdminWorld, 'progress'>,
): Promise<0 | 1> => {
  const asked = readArguments(argv);
  const answer = await run(asked, { ...world, progress: out.note }, open);
  if (asked.isJson) out.print(JSON.stringify(answer.data));
  else for (const line of answer.lines) out.print(line);
  return answer.code;
};

const PATIENCE_MS = 30 * 60_000;

const openService = async (): Promise<ReceptionDay> => {
  const log = createLog((line) => process.stderr.write(`${line}\n`));
  const service = compose(readConfig(process.env), { createClient, log, background: () => {} });
  await migrate(service.database);
  return service;
};

if (import.meta.filename === process.argv[1]) {
  runAdmin(
    process.argv.slice(2),
    openService,
    {
      print: (line) => process.stdout.write(`${line}\n`),
      note: (line) => process.stderr.write(`${line}\n`),
    },
    {
      now: Date.now,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      patienceMs: PATIENCE_MS,
    },
  ).then(
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
