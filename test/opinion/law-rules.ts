/** Whatever anybody says is accepted by the product exactly when the procedure allows it. */
import type { Law } from './histories.ts';
import { FOREIGN_EDIT, PEOPLE } from './towns.ts';

const DEPUTIES = [PEOPLE.deputy, PEOPLE.bingDeputy];

export const playsTheRules: Law = ({ against, decision, command, actor }) => {
  if (actor === FOREIGN_EDIT && decision.kind === 'accepted')
    return ['somebody who is not of 工商联 edits 事项 and is obeyed'];
  if (against === null && decision.kind === 'refused') {
    const { reason } = decision;
    if (reason.kind === 'notYourRole' && DEPUTIES.some((deputy) => deputy === actor))
      return ['whoever stands in for a leader is refused what is not signing'];
    if (reason.kind === 'fieldsMissing' && reason.missing.some((field) => field.endsWith('时限')))
      return ['an empty limit is refused, though the grade of the case has one'];
  }
  if (against === null && decision.kind === 'refused')
    return [`${command.type}: refused (${decision.reason.kind}), though the procedure allows it`];
  if (against !== null && decision.kind === 'accepted') return [`${command.type}: accepted, against “${against}”`];
  return [];
};
