/** Reads the buttons of a card as they were sent: what each carries, and where it stands. */
import { z } from 'zod';

export interface CardButton {
  readonly act: string;
  readonly card: string;
  readonly caseId: string;
  readonly path: readonly (string | number)[];
  /** What it carries, as sent. */
  readonly value: object;
}
const buttonValue = z.object({ act: z.string(), card: z.string(), case: z.string() });

/** Every button of a card with what it carries and where it stands. */
export const buttonsOf = (content: string): readonly CardButton[] => {
  const found: CardButton[] = [];
  const walk = (node: unknown, path: readonly (string | number)[]): void => {
    if (Array.isArray(node)) {
      node.forEach((child, index) => {
        walk(child, [...path, index]);
      });
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const behaviors = 'behaviors' in node && Array.isArray(node.behaviors) ? node.behaviors : [];
    const value = buttonValue.safeParse(behaviors[0]?.value);
    if ('tag' in node && node.tag === 'button' && value.success) {
      found.push({
        act: value.data.act,
        card: value.data.card,
        caseId: value.data.case,
        path,
        value: behaviors[0].value,
      });
    }
    for (const [key, child] of Object.entries(node)) walk(child, [...path, key]);
  };
  walk(JSON.parse(content), []);
  return found;
};
