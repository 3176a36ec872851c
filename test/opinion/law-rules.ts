/** Whatever anybody says is accepted by the product exactly when the procedure allows it. */
import type { Law } from './histories.ts';
import { limitFaults } from './law-limits.ts';
import { FOREIGN_EDIT } from './towns.ts';

export const playsTheRules: Law = ({ against, decision, command, actor, scene, tale, directory }) => {
  if (actor === FOREIGN_EDIT && decision.kind === 'accepted')
    return ['somebody who is not of 工商联 edits 事项 and is obeyed'];
  if (against === null && decision.kind === 'refused')
    return [`${command.type}: refused (${decision.reason.kind}), though the procedure allows it`];
  if (against !== null && decision.kind === 'accepted') return [`${command.type}: accepted, against “${against}”`];
  return decision.kind === 'accepted' ? limitFaults(command, { before: scene.tale, after: tale, directory }) : [];
};
