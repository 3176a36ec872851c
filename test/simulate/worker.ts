/** A worker process: runs the jobs it is sent, one at a time, and sends each report back. */
import { jobSchema, runJob } from './job.ts';

process.on('message', (message) => {
  runJob(jobSchema.parse(message))
    .then((report) => process.send?.({ kind: 'report', report }))
    .catch((error: unknown) =>
      process.send?.({
        kind: 'failed',
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    );
});
