/**
 * `npm run bench [-- --json] [--rows N]`: every figure beside its reference, in one run. Prints; judges nothing by wall
 * clock. With --json, stdout holds one document only. Ends 0: a figure that is not reached is shown, not an error.
 */
import { parseArgs } from 'node:util';
import v8 from 'node:v8';
import vm from 'node:vm';
import { benchCodec } from './codec.ts';
import { type Figure, figureLine, isReached, ratioOf } from './figure.ts';
import { benchMirror, benchSweep } from './mirror.ts';
import { benchPress } from './press.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rows: { type: 'string', default: '10000' } },
});
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Heap in use after a full collection, in bytes. */
const heapInUse = (): number => {
  v8.setFlagsFromString('--expose-gc');
  const collect: unknown = vm.runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
};

const main = async (): Promise<void> => {
  const rows = Number(values.rows);
  if (!Number.isInteger(rows) || rows < 1) throw new TypeError('--rows 须为正整数');
  const figures: Figure[] = [];
  const show = (more: readonly Figure[]) => {
    figures.push(...more);
    if (!values.json) for (const figure of more) process.stdout.write(`${figureLine(figure)}\n`);
  };

  show(await benchPress(say));
  const mirror = await benchMirror([1, 100, rows], say);
  show(mirror.figures);
  say('全表对账…');
  show(await benchSweep(mirror, rows + 101, heapInUse));
  say('编解码…');
  show(await benchCodec(mirror.town));
  await mirror.town.close();

  if (values.json) {
    const lines = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), isReached: isReached(figure) }));
    process.stdout.write(`${JSON.stringify(lines, null, 2)}\n`);
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
