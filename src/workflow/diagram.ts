/**
 * The table of transitions as a Mermaid state diagram with Chinese labels. What leaves a case in its state is left out: it
 * would hide the road. `src/cli/diagram.ts` puts the drawing into ARCHITECTURE.md.
 */
import { FINAL_STATES, STATES, type State } from './case.ts';
import { TRANSITIONS, type Transition } from './transitions.ts';

const stateNames: readonly (readonly [string, string])[] = Object.entries(STATES);
const isFinal = (state: string): boolean => FINAL_STATES.some((final) => final === state);
const openStates = stateNames.map(([state]) => state).filter((state) => !isFinal(state));
const table: readonly Transition[] = Object.values(TRANSITIONS);

/** The box around all open states; what is possible in each of them is drawn once, from the box. */
const OPEN_BOX = 'open';
const START = '[*]';

/** Mermaid `stateDiagram-v2`, without the fence; ends with a newline. Equal tables give equal text. */
export const drawStateDiagram = (): string => {
  const labels = new Map<string, string[]>();
  for (const { zh, from, to } of table) {
    for (const origin of originsOf(from)) {
      for (const target of to.flatMap((one) => targetsOf(one))) {
        const arrow = `${origin} --> ${target}`;
        labels.set(arrow, [...(labels.get(arrow) ?? []), zh]);
      }
    }
  }
  const arrows = [...labels].map(([arrow, names]) => `${arrow}: ${names.join('、')}`);
  return [
    'stateDiagram-v2',
    `  state "在办" as ${OPEN_BOX} {`,
    ...openStates.map((state) => `    ${state}: ${nameOf(state)}`),
    ...arrows.filter(isInsideBox).map((arrow) => `    ${arrow}`),
    '  }',
    ...FINAL_STATES.map((state) => `  ${state}: ${nameOf(state)}`),
    ...arrows.filter((arrow) => !isInsideBox(arrow)).map((arrow) => `  ${arrow}`),
    ...FINAL_STATES.map((state) => `  ${state} --> ${START}`),
    '',
  ].join('\n');
};

const nameOf = (state: string): string => stateNames.find(([key]) => key === state)?.[1] ?? state;

const originsOf = (from: Transition['from']): readonly string[] => {
  if (openStates.every((state) => from.some((one) => one === state))) return [OPEN_BOX];
  return from.map((state) => (state === 'none' ? START : state));
};

/** After a pause a case goes back to wherever it was asked from. */
const targetsOf = (target: Transition['to'][number]): readonly State[] => {
  if (target === 'stays') return [];
  return target === 'back' ? TRANSITIONS.askEnterprise.from : [target];
};

const isInsideBox = (arrow: string): boolean => {
  const [origin = '', target = ''] = arrow.split(': ', 1)[0]?.split(' --> ') ?? [];
  return openStates.includes(origin) && openStates.includes(target);
};
