/**
 * What may be asked of a case when, and by whom: the rules of the procedure, each with the sentence that says it. A command is
 * allowed where no sentence speaks against it. `RULES` names every command; the rules stand in three files, by stage of the road.
 */
import type { Actor } from '../../../src/workflow/actor.ts';
import type { State } from '../../../src/workflow/case.ts';
import type { Command, CommandType } from '../../../src/workflow/commands.ts';
import { stateOf } from './road.ts';
import { type Scene, type Standing, standingOf } from './scene.ts';

export interface Asked extends Scene {
  readonly actor: Actor;
  readonly who: Standing;
  readonly state: State | 'none';
}

/** What speaks against it; the first true one is why. */
export type Against = readonly (readonly [isSo: boolean, because: string])[];
export type Rule<T extends CommandType> = (command: Extract<Command, { readonly type: T }>, asked: Asked) => Against;

export const WRONG_TIME = 'not now';
export const NOT_THEIRS = 'not theirs to ask';

/** All that speaks against it; nothing where the procedure says yes. */
export const against = (rule: (asked: Asked) => Against, actor: Actor, scene: Scene): readonly string[] => {
  const asked: Asked = {
    ...scene,
    actor,
    who: standingOf(actor, scene),
    state: scene.tale.length === 0 ? 'none' : stateOf(scene.tale),
  };
  return rule(asked).flatMap(([isSo, because]) => (isSo ? [because] : []));
};

/** The two every rule begins with. */
export const only = (asked: Asked, isTheirs: boolean, ...states: readonly Asked['state'][]): Against => [
  [!isTheirs, NOT_THEIRS],
  [!states.includes(asked.state), WRONG_TIME],
];

export const isEmpty = (text: string): boolean => text.trim() === '';
/** A reason, an opinion, a reply: has to be there and to fit. */
export const words = (text: string, name = 'words'): Against => [
  [isEmpty(text), `without ${name}`],
  [text.length > 2000, `${name} too long`],
];
export const fits = (text: string): Against => [[text.length > 2000, 'words too long']];

export const OPEN: readonly State[] = [
  'submitted',
  'vetting',
  'awaiting_enterprise',
  'ready',
  'scheduled',
  'heard',
  'awaiting_instruction',
  'assigned',
  'handling',
  'awaiting_review',
  'awaiting_rating',
  'awaiting_closure',
];
