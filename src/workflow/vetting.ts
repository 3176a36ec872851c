/**
 * 核查: the three verdicts (真实·合法·合理) and which of them are not given yet. Without all three no sheet is submitted, and no
 * result of one that was signed in the room is passed.
 */
import type { StaffNotes, Verdict } from './case.ts';
import { isBlank } from './plain-text.ts';

/** As the columns are called. */
export const VERDICTS = {
  authentic: '真实',
  lawful: '合法',
  reasonable: '合理',
} as const satisfies { readonly [K in keyof StaffNotes]?: string };
export const VERDICT_KEYS = ['authentic', 'lawful', 'reasonable'] as const satisfies readonly (keyof typeof VERDICTS)[];

export const VERDICT_ANSWERS = { yes: '是', no: '否', unsure: '待核' } as const;

/** A verdict counts when it says yes, or no with its ground (依据). */
const isGiven = ({ answer, ground }: Verdict): boolean => answer === 'yes' || (answer === 'no' && !isBlank(ground));

export const missingVerdicts = (notes: StaffNotes): readonly string[] =>
  VERDICT_KEYS.filter((key) => !isGiven(notes[key])).map((key) => VERDICTS[key]);
