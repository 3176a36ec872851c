// What is offered would be accepted: every act on offer in every example, filled in well, passes the rules, for whoever it is offered to.
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/workflow/case.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { OpenId } from '../../src/workflow/ids.ts';
import { NO_TIES } from '../../src/workflow/ties.ts';
import { ACTS } from '../../src/workflow/whose-turn/acts.ts';
import { type Field, fieldsOf, type Offer } from '../../src/workflow/whose-turn/offer.ts';
import { offers } from '../../src/workflow/whose-turn/offers.ts';
import { readAct } from '../../src/workflow/whose-turn/read-act.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { caseByState, directory, people, specialCases } from '../cards/examples.ts';

const calendar = createWorkCalendar(directory.settings);
const cases: Readonly<Record<string, Case>> = { ...caseByState, ...specialCases };
/** Within the substitute's days, before every limit of the examples. */
const NOW = Date.parse('2026-04-20T15:00:00+08:00');

const valueFor = (field: Field): unknown => {
  switch (field.kind) {
    case 'text':
      return field.preset === '' ? '按要求办理' : field.preset;
    case 'choice':
      return field.preset === '' ? (field.isNeeded ? field.choices[0]?.value : '') : field.preset;
    case 'choices':
      return field.preset;
    case 'person':
      return '';
    case 'date':
      return field.isNeeded ? '2026-05-12 +0800' : '';
  }
};
const filled = (offer: Offer) => Object.fromEntries(fieldsOf(offer).map((field) => [field.name, valueFor(field)]));
const actorOf = (openId: OpenId) => ({ kind: 'person', openId, name: '某人' }) as const;
const turnOf = (subject: Case, openId: OpenId) => ({ subject, directory, ties: NO_TIES, actor: actorOf(openId) });

const offered = Object.entries(cases).flatMap(([name, subject]) =>
  Object.entries(people).flatMap(([post, openId]) =>
    offers(turnOf(subject, openId)).flatMap((offer) =>
      offer.buttons.map(({ act }) => ({ title: `${act} in ${name} to ${post}`, subject, openId, offer, act })),
    ),
  ),
);

/** Refusals that say what has to be done first, or that a time is over: not that it may not be. */
const OF_TIME = [
  'verdictsMissing',
  'objectionTooLate',
  'extensionTooLate',
  'correctionTooLate',
  'monthlyLineMissing',
  'milestoneDate',
  'remindedToday',
  'dateNotLater',
  'planNotDue',
];

describe('an act on offer', () => {
  it.each(offered)('is one that the process takes: $title', ({ subject, openId, offer, act }) => {
    const values = {
      ...filled(offer),
      ...(act === 'endorse' ? { sign_words: '', sign_phrase: '' } : {}),
      ...(act === 'signOwn' ? { sign_lead_unit: 'recUnitHousing', sign_workdays: '15' } : {}),
      ...(act === 'extend' ? { extend_date: '2026-08-20 +0800' } : {}),
      ...(act === 'moveMilestone' ? { milestone_date: '2026-07-10 +0800' } : {}),
    };
    const { command, problem } = readAct(act, values);
    expect(problem).toBeNull();
    const decision = decide(subject, command, {
      actor: actorOf(openId),
      now: NOW,
      directory,
      calendar,
      nextSerial: 11,
    });
    if (decision.kind === 'refused') expect(OF_TIME).toContain(decision.reason.kind);
  });

  it('of every kind occurs in the examples', () => {
    const occurring = new Set(offered.map(({ act }) => act));
    expect(ACTS.filter((act) => !occurring.has(act))).toEqual([]);
  });

  it('is none for whoever has no part in the case', () => {
    for (const subject of Object.values(cases)) expect(offers(turnOf(subject, people.stranger))).toEqual([]);
  });

  it('gives the last day to object, and the last day to ask for time', () => {
    const titles = (subject: Case) => offers(turnOf(subject, people.housingHead)).map(({ title }) => title);
    expect(titles(caseByState.assigned)).toContain('提出异议（认为不属本单位职责的，4月21日前提出，限一次）');
    expect(titles(caseByState.handling)).toContain('申请延期（最迟5月13日提出）');
  });
});
