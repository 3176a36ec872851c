/** `npm run simulate`: stories from seeds, one line each. */
import { runStory } from './story.ts';

const from = Number(process.argv[2] ?? 1);
const to = Number(process.argv[3] ?? from);
const isVerbose = process.argv.includes('-v');
for (let seed = from; seed <= to; seed += 1) {
  const t = performance.now();
  const options = { seed, ...(isVerbose ? { onLine: (line: string) => console.log(line) } : {}) };
  const one = await runStory(options);
  const ms = performance.now() - t;
  const two = isVerbose ? one : await runStory({ seed });
  console.log(
    JSON.stringify({ ...one, faults: one.faults.length, ms: Math.round(ms), same: one.traceHash === two.traceHash }),
  );
}
