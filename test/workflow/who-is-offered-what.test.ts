/** Who is offered what on which card, in each state, in the order in which it stands there. */
import { describe, expect, it } from 'vitest';
import type { Case, Round } from '../../src/workflow/case.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import type { State } from '../../src/workflow/states.ts';
import { NO_TIES, type Ties } from '../../src/workflow/ties.ts';
import { fieldsOf } from '../../src/workflow/whose-turn/offer.ts';
import { offers } from '../../src/workflow/whose-turn/offers.ts';
import type { Turn } from '../../src/workflow/whose-turn/turn.ts';
import {
  ACTORS,
  asProposed,
  exampleDirectory,
  givenCase,
  LEADERS,
  type Play,
  playTo,
  UNITS,
} from '../support/given.ts';

type Who = keyof typeof ACTORS;
const all = (subject: Case, who: Who, more: Partial<Turn> = {}) =>
  offers({ subject, directory: exampleDirectory(), ties: NO_TIES, actor: ACTORS[who], ...more });
const offered = (subject: Case, who: Who, more: Partial<Turn> = {}): readonly string[] =>
  all(subject, who, more).map(
    ({ card, buttons, isOpen }) => `${card} ${buttons.map(({ act }) => act).join('|')}${isOpen ? '' : ' closed'}`,
  );
const inRound = (subject: Case, changes: Partial<Round>): Case => ({
  ...subject,
  rounds: subject.rounds.map((round) => ({ ...round, ...changes })),
});
const by = { openId: null, name: '甲' };

const PRESSING = ['supervision remind', 'supervision list closed'];
const OVERSEEING = [...PRESSING, 'oversight note', 'oversight remind', 'oversight list closed'];
const ADDING = ['instruction add closed'];
/** Whoever is not named is offered nothing. */
const TABLE: Partial<Record<State, Partial<Record<Who, readonly string[]>>>> = {
  scheduled: { jia: ['instruction sign'] },
  heard: { jia: ['instruction sign', 'instruction onTheSpot closed'] },
  awaiting_instruction: {
    jia: ['instruction sign', 'instruction sendBack closed', 'instruction passOn closed', 'instruction hold closed'],
    secretary: ['instruction prepare'],
  },
  assigned: {
    jia: ['instruction correct closed', ...ADDING, ...PRESSING],
    bing: OVERSEEING,
    housing: ['assignment acknowledge', 'assignment object closed'],
    finance: ['assignment acknowledge', 'assignment object closed'],
  },
  handling: {
    jia: [...ADDING, ...PRESSING],
    bing: OVERSEEING,
    housing: [
      'assignment progress|contact',
      'assignment resolve closed',
      'assignment setMilestone closed',
      'assignment askEnterprise closed',
      'assignment extend closed',
      'assignment nameOfficer closed',
    ],
    finance: ['assignment contribute closed', 'assignment progress|contact', 'assignment nameOfficer closed'],
  },
  awaiting_enterprise: { jia: ADDING, bing: ['oversight note'] },
  awaiting_review: {
    jia: [...ADDING, ...PRESSING],
    bing: OVERSEEING,
    staff: ['review review', 'review returnResult closed'],
  },
  awaiting_closure: { jia: ['resolution endorse|signAgain'] },
  closed: { jia: ['resolution reopen closed'] },
};
const STATES = [
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
  'closed',
  'declined',
  'merged',
  'redirected',
  'withdrawn',
] as const satisfies readonly State[];

it.each(STATES)('of a case that is %s everybody is offered what is theirs', (state) => {
  const subject = givenCase(state);
  const people = [
    'jia',
    'yi',
    'bing',
    'ding',
    'secretary',
    'housing',
    'finance',
    'safety',
    'staff',
    'stranger',
  ] as const;
  const told = people.map((who) => [who, offered(subject, who)] as const).filter(([, own]) => own.length > 0);
  expect(Object.fromEntries(told)).toEqual(TABLE[state] ?? {});
});

describe('the leader with a sheet', () => {
  it('is asked for words of their own where nothing whole was proposed', () => {
    const subject = givenCase('awaiting_instruction');
    const proposal = { ...subject.notes.proposal, leadUnitId: null };
    const unproposed = { ...subject, notes: { ...subject.notes, proposal } };
    expect(offered(unproposed, 'jia')[0]).toBe('instruction signOwn');
    const notes = (of: Case) => JSON.stringify(all(of, 'jia')[0]?.parts);
    expect(notes(unproposed)).toContain('拟办未齐，请填写批示和主办单位。');
    expect(notes(subject)).not.toContain('拟办未齐');
  });
  it('who should rather pass it on is offered that first, and signing with words of their own last', () => {
    const jia = exampleDirectory().leaders.find(({ id }) => id === LEADERS.jia);
    const ties: Ties = {
      ...NO_TIES,
      enterprise: {
        legalRepresentative: '',
        contactName: '',
        linkedLeaderIds: [],
        avoidingOpenIds: jia?.openId ? [jia.openId] : [],
        kin: [],
      },
    };
    expect(offered(givenCase('awaiting_instruction'), 'jia', { ties })).toEqual([
      'instruction passOn',
      'instruction signOwn',
      'instruction sendBack closed',
      'instruction hold closed',
    ]);
    const [sign] = all(givenCase('heard'), 'jia', { ties });
    expect(sign?.title).toBe('如仍由您签批，请写批示');
    expect(JSON.stringify(sign?.parts)).toContain('本件请会后由工作人员提请另一领导签批。');
    expect(JSON.stringify(all(givenCase('awaiting_instruction'), 'jia', { ties })[1]?.parts)).not.toContain('会后');
    expect(all(givenCase('awaiting_instruction'), 'jia')[0]?.title).toBe('批示');
  });
  it('finds the words that were prepared', () => {
    const play = playTo('awaiting_instruction');
    play.ask(ACTORS.secretary, { type: 'prepare', words: '请住建三日内上门。' });
    const [sign] = all(play.subject(), 'jia');
    expect(sign && fieldsOf(sign)[0]).toMatchObject({ preset: '请住建三日内上门。' });
  });
  it('may answer on the spot from the day of the reception on, and not before', () => {
    const scheduled = givenCase('scheduled');
    const acts = (today?: string) => offered(scheduled, 'jia', today ? { today: beijingDate(today) } : {});
    expect(acts('2026-03-01')).toEqual(['instruction sign']);
    for (const today of ['2026-03-02', '2026-03-03'])
      expect(acts(today)).toEqual(['instruction sign', 'instruction onTheSpot closed']);
    const usual = exampleDirectory();
    const directory: Directory = {
      ...usual,
      receptionDays: usual.receptionDays.map((day) => ({ ...day, date: null })),
    };
    expect(offered(scheduled, 'jia', { directory, today: beijingDate('2026-03-02') })).toEqual(['instruction sign']);
  });
  it('is shown the transcript to look at, until it was', () => {
    const play = playTo('assigned', {
      onPaper: {
        type: 'recordInstruction',
        words: '请住建办理。',
        files: [{ token: 'box1', name: '批示.jpg', bytes: 200_000 }],
        writtenOn: null,
      },
    });
    const transcript = (own: readonly string[]) => own.filter((one) => /transcript|disown/u.test(one));
    expect(transcript(offered(play.subject(), 'jia'))).toEqual([
      'instruction transcriptRight|transcriptWrong',
      'instruction disown closed',
    ]);
    play.ask(ACTORS.jia, { type: 'checkTranscript', words: null });
    expect(transcript(offered(play.subject(), 'jia'))).toEqual([]);
  });
});

describe('a unit', () => {
  it('that was asked beforehand may answer until it has', () => {
    const play = playTo('vetting');
    play.ask(ACTORS.staff, { type: 'consult', unitIds: [UNITS.safety], question: '还缺什么' });
    expect(offered(play.subject(), 'safety')).toEqual(['consultation answerConsultation']);
    expect(offered(play.subject(), 'housing')).toEqual([]);
    play.ask(ACTORS.safety, { type: 'answerConsultation', text: '缺消防意见' });
    expect(offered(play.subject(), 'safety')).toEqual([]);
  });
  it('that took its part up while another has not reports, and neither takes it up nor objects again', () => {
    const play = playTo('assigned');
    play.ask(ACTORS.housing, { type: 'acknowledge' });
    expect(offered(play.subject(), 'housing')).toEqual([
      'assignment progress|contact',
      'assignment nameOfficer closed',
    ]);
    play.ask(ACTORS.finance, { type: 'object', reason: '不属本单位', suggestedUnitId: null });
    expect(offered(play.subject(), 'finance')).toEqual([]);
    play.ask(ACTORS.staff, { type: 'decideObjection', isUpheld: false, newUnitId: null, words: '应办' });
    expect(offered(play.subject(), 'finance'), 'once in a round').toEqual(['assignment acknowledge']);
  });
  it('sets no node once the limit has passed, and has its nodes to reach and to move', () => {
    const play = playTo('handling');
    play.ask(ACTORS.housing, { type: 'setMilestone', text: '方案报批', on: beijingDate('2026-03-10') });
    const acts = (subject: Case) => offered(subject, 'housing').map((one) => one.split(' ')[1]);
    expect(acts(play.subject())).toContain('reachMilestone|moveMilestone');
    expect(acts(play.subject())).toContain('setMilestone');
    expect(acts({ ...play.subject(), light: 'red' })).not.toContain('setMilestone');
    expect(acts(givenCase('handling'))).not.toContain('reachMilestone|moveMilestone');
  });
  it('that leads contests a bad rating, once, also when the case waits for its end', () => {
    const play = playTo('awaiting_rating');
    play.ask(ACTORS.enterprise, { type: 'rate', grade: 1, words: '没解决' });
    expect(offered(play.subject(), 'housing')).toEqual(['assignment contest closed']);
    expect(offered(play.subject(), 'finance')).toEqual([]);
    expect(offered({ ...play.subject(), state: 'awaiting_closure' }, 'housing')).toEqual(['assignment contest closed']);
    play.ask(ACTORS.housing, { type: 'contestRating', reason: '政策限制' });
    expect(offered(play.subject(), 'housing')).toEqual([]);
  });
});

describe('the leaders of a sheet', () => {
  it('look again at a bad rating that was explained, once: the 牵头领导', () => {
    const play = playTo('awaiting_rating');
    play.ask(ACTORS.enterprise, { type: 'rate', grade: 1, words: '没解决' });
    expect(offered(play.subject(), 'bing')).toEqual([]);
    play.ask(ACTORS.staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    expect(offered(play.subject(), 'bing')).toEqual(['reconsideration upholdRating|redoRating']);
    expect(offered(play.subject(), 'jia')).toEqual([]);
    const reconsideration = { at: 1, by, isUpheld: true, words: '' };
    expect(offered(inRound(play.subject(), { reconsideration }), 'bing')).toEqual([]);
  });
  it('decide on time that is asked for: staff first, but each of them may, and a second time they are asked', () => {
    const extension = {
      at: 1,
      by,
      reason: '须等批复',
      doneSoFar: '材料已报',
      newDate: beijingDate('2026-04-10'),
      oldDate: beijingDate('2026-03-23'),
      decision: null,
    };
    const granted = { ...extension, decision: { at: 2, by, isApproved: true, words: '' } };
    const acts = (who: Who, ...extensions: Round['extensions']) =>
      offered(inRound(givenCase('handling'), { extensions }), who).filter((one) => one.includes('Extension'));
    const both = 'approveExtension|refuseExtension';
    expect(acts('jia', extension)).toEqual([`supervision ${both} closed`, `instruction ${both} closed`]);
    expect(acts('bing', extension)).toEqual([`supervision ${both} closed`, `oversight ${both} closed`]);
    expect(acts('jia', granted, extension)).toEqual([`supervision ${both}`, `instruction ${both}`]);
    expect(acts('bing', granted, extension)).toEqual([`supervision ${both}`, `oversight ${both}`]);
    expect(acts('jia', granted)).toEqual([]);
  });
  it('lift a listing that is in force', () => {
    const listed = { at: 1, by, leaderId: LEADERS.jia, reason: '久拖不决' };
    const subject = { ...givenCase('handling'), listed };
    const lists = (who: Who) => offered(subject, who).filter((one) => /list/u.test(one));
    expect(lists('jia')).toEqual(['supervision unlist closed']);
    expect(lists('bing')).toEqual(['supervision unlist closed', 'oversight unlist closed']);
  });
  it('where one signs and leads there is nothing to note', () => {
    const play = playTo('awaiting_instruction');
    play.ask(ACTORS.jia, { type: 'instruct', signing: { ...asProposed, leadLeaderId: LEADERS.jia } });
    expect(offered(play.subject(), 'jia').filter((one) => one.startsWith('oversight'))).toEqual([]);
  });
  it('find on a new sheet who has it now, with the days that were given', () => {
    const subject = givenCase('awaiting_closure');
    const fields = (of: Case) => {
      const [ending] = all(of, 'jia');
      return Object.fromEntries(
        (ending ? fieldsOf(ending) : []).map((field) => [field.name, 'preset' in field ? field.preset : null]),
      );
    };
    const [lead, supporting] = subject.rounds[0]?.units ?? [];
    const instruction = subject.rounds[0]?.instruction;
    if (!lead || !supporting || !instruction) throw new Error('a sheet with two units');
    const moved = inRound(subject, { units: [{ ...lead, unitId: UNITS.safety }, supporting] });
    expect(fields(moved)).toMatchObject({
      sign_words: '',
      sign_lead_leader: LEADERS.bing,
      sign_lead_unit: UNITS.safety,
      sign_supporting_units: [UNITS.finance],
      sign_workdays: '15',
    });
    const untilDay = inRound(subject, { instruction: { ...instruction, limit: { date: beijingDate('2026-04-01') } } });
    const proposal = { ...subject.notes.proposal, limitWorkdays: 20 };
    const proposed = { ...untilDay, notes: { ...untilDay.notes, proposal } };
    expect(fields(proposed)['sign_workdays'], 'a day is no number of days').toBe('20');
    const inRoom = inRound(subject, { instruction: null, units: [] });
    expect(fields(inRoom)).toMatchObject({ sign_lead_unit: UNITS.housing, sign_supporting_units: [UNITS.finance] });
  });
});

describe('a plan', () => {
  const planned = (state: 'closed' | 'awaiting_closure'): Play =>
    playTo(state, { result: { outcome: 'planned', plannedDate: beijingDate('2026-03-20') } });
  const onPlan = (subject: Case, who: Who) => offered(subject, who).filter((one) => one.startsWith('plan'));
  const verdict = (isKept: boolean) => ({ askedAt: 1, verdict: { at: 2, by, isKept, words: '' } });

  it('is reported on by the lead unit and checked by staff, at once when its day has come', () => {
    for (const state of ['awaiting_closure', 'closed'] as const) {
      const subject = planned(state).subject();
      expect(onPlan(subject, 'housing')).toEqual(['plan reportPlan']);
      expect(onPlan(subject, 'staff')).toEqual(['plan planKept']);
      expect(onPlan(inRound(subject, { planCheck: { askedAt: 1, verdict: null } }), 'staff')).toEqual([
        'plan planKept|planBroken',
      ]);
      for (const who of ['jia', 'finance'] as const) expect(onPlan(subject, who)).toEqual([]);
    }
  });
  it('that was kept leaves the leader a new 批示 out of sight, one that was broken in sight, once the case is closed', () => {
    const closed = planned('closed').subject();
    expect(onPlan(inRound(closed, { planCheck: verdict(true) }), 'jia')).toEqual(['plan reopen closed']);
    expect(onPlan(inRound(closed, { planCheck: verdict(false) }), 'jia')).toEqual(['plan signAgain']);
    expect(onPlan(inRound(closed, { planCheck: verdict(false) }), 'yi')).toEqual([]);
    const open = planned('awaiting_closure').subject();
    expect(onPlan(inRound(open, { planCheck: verdict(false) }), 'jia')).toEqual([]);
  });
});
