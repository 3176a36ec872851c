/**
 * It plays the rules: whatever anybody says in any state is accepted by the product exactly when the procedure allows it. The
 * procedure is read a second time in `reading/`, which shares nothing with the product.
 */
import { describe, expect, it } from 'vitest';
import { TRANSITIONS } from '../../src/workflow/transitions.ts';
import { createFindings, type Law, tell } from './histories.ts';
import { KNOWN } from './known.ts';
import { isRuled } from './reading/may.ts';
import { FOREIGN_EDIT, PEOPLE } from './towns.ts';

const HISTORIES = Number(process.env['OPINION_HISTORIES'] ?? 500);
const SEED = Number(process.env['OPINION_SEED'] ?? 1);

const playsTheRules: Law = ({ against, decision, command, actor }) => {
  if (actor === FOREIGN_EDIT && decision.kind === 'accepted')
    return ['somebody who is not of 工商联 edits 事项 and is obeyed'];
  if (actor === PEOPLE.bingDeputy && against === null && decision.kind === 'refused')
    return [`${command.type}: refused to whoever stands in for a 牵头领导 today`];
  if (against === null && decision.kind === 'refused')
    return [`${command.type}: refused (${decision.reason.kind}), though the procedure allows it`];
  if (against !== null && decision.kind === 'accepted') return [`${command.type}: accepted, against “${against}”`];
  return [];
};

describe('the rules', () => {
  it('are written down a second time for every command', () => {
    expect(Object.keys(TRANSITIONS).filter((type) => !isRuled(type))).toEqual([]);
  });

  it('are played by the product', () => {
    const found = createFindings();
    for (let seed = SEED; seed < SEED + HISTORIES; seed += 1) tell(seed, 70, [playsTheRules], found);
    const known = KNOWN.rules.map(({ law }) => law);
    expect(
      found
        .names()
        .filter((name) => !known.includes(name))
        .map(found.told)
        .join('\n\n'),
    ).toBe('');
    expect(
      known.filter((name) => !found.names().includes(name)),
      'mended: take it off the list',
    ).toEqual([]);
  }, 120_000);
});
