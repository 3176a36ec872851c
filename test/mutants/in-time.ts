/** Faults planted in what comes with time: the duties of the clock. */
import type { Mutant } from './mutant.ts';

export const TIME_MUTANTS: readonly Mutant[] = [
  {
    name: 'the clock asks for nothing',
    file: 'src/compose.ts',
    find: '      await superviseOverdue(directories);\n',
    replace: '',
  },
  {
    name: 'a rung of the ladder is climbed a day early',
    file: 'src/cases/supervise-overdue.ts',
    find: 'const level = supervisionLevel(subject, now, settings, calendar);',
    replace: 'const level = supervisionLevel(subject, now + 86_400_000, settings, calendar);',
  },
];
