/**
 * What a unit that works by web reads of its sheet: the facts of the sheet (`workflow/whose-turn/sheet-facts.ts`), as on its card, with
 * what is asked of it now. Pure.
 */
import { beijingDateOf, dayInChinese } from '../workflow/beijing-date.ts';
import { type Case, LIGHTS, type Round, STATES, type UnitPart } from '../workflow/case.ts';
import { acknowledgementDue, objectionDue } from '../workflow/deadlines.ts';
import { type Directory, unitName } from '../workflow/directory.ts';
import type { BeijingDate, Ms } from '../workflow/ids.ts';
import { objectionOf } from '../workflow/objections.ts';
import { type SheetFacts, sheetFacts } from '../workflow/whose-turn/sheet-facts.ts';
import { createWorkCalendar } from '../workflow/work-calendar.ts';

export interface UnitView {
  readonly facts: SheetFacts;
  readonly state: string;
  /** What is asked of the unit now, or for whom it waits. */
  readonly ask: string;
  /** 主办 or 协办, with the name of the unit. */
  readonly part: string;
}

const shortDay = (day: BeijingDate): string => dayInChinese(day, false);

/** Null for a round without a sheet. */
export const unitView = (
  subject: Case,
  directory: Directory,
  round: Round,
  part: UnitPart,
  now: Ms,
): UnitView | null => {
  if (!round.instruction) return null;
  const facts = sheetFacts(subject, round, directory, { kind: 'unit', unitIds: [part.unitId] });
  return {
    facts,
    state: [STATES[subject.state], subject.light ? LIGHTS[subject.light] : '', subject.listed ? '已挂牌督办' : '']
      .filter((word) => word !== '')
      .join(' · '),
    ask: askOf(subject, round, part, directory, now),
    part: `${unitName(directory, part.unitId)}（${part.role === 'lead' ? '主办' : '协办'}）`,
  };
};

const askOf = (subject: Case, round: Round, part: UnitPart, { settings }: Directory, now: Ms): string => {
  const { acknowledged, contribution, role } = part;
  const objection = objectionOf(round, part.unitId);
  const calendar = createWorkCalendar(settings);
  const lastDay = objectionDue(round, part.unitId, settings, calendar);
  const mayObject = beijingDateOf(now) <= lastDay;
  switch (subject.state) {
    case 'assigned':
      if (acknowledged) return '已签收，待其他单位签收。';
      if (!objection)
        return `请于${shortDay(acknowledgementDue(round, part.unitId, settings, calendar))}前签收${mayObject ? `；认为不属本单位职责的，${shortDay(lastDay)}前提出异议（限一次）` : ''}。`;
      if (!objection.decision) return '异议已提出，待区工商联确定办理单位。';
      return objection.decision.isUpheld ? '改办后又交回本单位，请签收办理。' : '异议不成立，请签收办理。';
    case 'handling':
      if (role === 'lead' && round.lineOwedFor)
        return `${Number(round.lineOwedFor.slice(5, 7))}月未报进展，请先补报；补报前不能申请延期。`;
      if (role === 'lead') return '请办理并报结果。';
      return contribution ? '协办意见已报，请继续配合主办单位。' : '请提出协办意见并配合办理。';
    case 'awaiting_enterprise':
      return '已请企业补充，时限暂停计算。';
    case 'awaiting_review':
      return '结果已报，待区工商联审核。';
    case 'awaiting_rating':
      if (!round.rating) return '结果已告知企业，待企业评价。';
      return round.judgement ? '企业已评价，待牵头领导复核。' : '企业已评价，待区工商联研判。';
    case 'awaiting_closure':
      return '企业评价已有结果，待签批领导阅示。';
    default:
      return '';
  }
};
