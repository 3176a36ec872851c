/** Prints docs/who-reads.md: who reads which words of the process. */
import { whoReadsPage } from './who-reads-page.ts';

process.stdout.write(whoReadsPage());
