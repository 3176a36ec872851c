import type { CaseEvent } from '../../src/workflow/events.ts';
import type { Moment } from './histories.ts';
import { doerOf, inPlaceOf } from './reading/acting.ts';
import { dayOf, minuteOf } from './reading/days.ts';
import { limitOf, shining } from './reading/limits.ts';
import { movesOf } from './reading/moves.ts';
import { parts, stateOf } from './reading/road.ts';
import { OPEN } from './reading/rules.ts';
import { leaderOf, unitOf } from './reading/scene.ts';
import { before, every, last, since, type Told, type Walk, walkInHand, walks } from './reading/tale.ts';
import { waitsOf } from './reading/waits.ts';

export type Seen = Pick<Moment, 'tale' | 'directory' | 'now'>;
/** What a cell has to be, or has to hold and must not hold; or the lines it has, in whatever order. */
export type Want =
  | { readonly is: unknown }
  | { readonly holds: readonly string[]; readonly lacks?: readonly string[] }
  | { readonly lines: readonly string[] };

/** Whoever did it, as named wherever that is told. */
export const by = (event: CaseEvent, { tale, directory }: Seen): string =>
  doerOf(event, { tale: before(tale, event), directory, now: event.at });
export const onLines = (all: readonly string[]): Want => ({ is: all.filter((line) => line !== '').join('\n') });
const after = (words: string): string => (words === '' ? '' : `：${words}`);

/** Why the light is on. */
export const lightReason = ({ tale, directory, now }: Seen): Want => {
  const walk = walkInHand(tale);
  const limit = walk && limitOf(walk, directory);
  const causes = shining(tale, directory, now)?.causes ?? [];
  if (!limit || causes.length === 0) return { is: '' };
  const year = limit.day.slice(0, 4) === limit.from.slice(0, 4) ? '' : `${limit.day.slice(0, 4)}年`;
  const day = `${year}${Number(limit.day.slice(5, 7))}月${Number(limit.day.slice(8))}日`;
  const words = {
    overdue: `已超期（原定${day}办结）`,
    'nearly due': `临近时限（${day}到期）`,
    'done again': '结果被退回重办',
    silent: `连续${directory.settings.yellowSilentDays}个工作日没有进展`,
    'node late': '阶段节点逾期',
    'month owed': '上月未报进展',
    'not contacted': '首次联系企业逾期',
  } as const;
  return { is: causes.map((cause) => words[cause]).join('；') };
};

export const staffWaits = ({ tale, directory, now }: Seen): Want => ({
  is: waitsOf({ tale, directory, now }).join('、'),
});

export const dueMoves = ({ tale, directory }: Seen): Want => {
  const walk = walkInHand(tale);
  const moves = walk ? movesOf(tale, walk, directory) : [];
  return onLines(moves.map(({ at, from, to, why }) => `${minuteOf(at)} 由${from}改为${to}：${why}`));
};

/** What leaders said without signing, of every round; and who has noted the sheet in hand. */
export const leaderWords = (seen: Seen): Want => {
  const { tale, directory } = seen;
  const said = every(tale, 'sheetSentBack', 'sheetPassedOn', 'sheetHeld', 'transcriptDisowned').map((event) => {
    const who = `${minuteOf(event.at)} ${by(event, seen)}`;
    if (event.type === 'sheetSentBack') return `${who}退回补充${after(event.reason)}`;
    if (event.type === 'sheetHeld') return `${who}暂缓${after(event.reason)}`;
    if (event.type === 'transcriptDisowned') return `${who}称非本人批示${after(event.words)}`;
    return `${who}转请${leaderOf({ directory }, event.leaderId)?.name}批示${after(event.words)}`;
  });
  const noted = notedBy(seen);
  return onLines([...said, noted ? `${minuteOf(noted.at)} ${by(noted, seen)}知悉` : '']);
};

/** A 牵头领导 who is named by 更正 has noted nothing yet. */
const notedBy = ({ tale }: Seen): CaseEvent | null => {
  const walk = walkInHand(tale);
  const noted = walk && last(walk.tale, 'assignmentNoted');
  if (!walk || !noted) return null;
  const then = walks(before(tale, noted))[walk.round - 1]?.sheet?.leadLeaderId;
  return every(since(walk.tale, noted), 'instructionCorrected').some(({ leadLeaderId }) => leadLeaderId !== then)
    ? null
    : noted;
};

export const listing = (seen: Seen): Want => {
  const { tale, directory } = seen;
  return onLines(
    every(tale, 'caseListed').map((event) => {
      const lifted = since(tale, event).find(({ type }) => type === 'caseUnlisted' || type === 'caseListed');
      const named = leaderOf({ directory }, event.leaderId)?.name;
      const isActing = inPlaceOf(event, { tale: before(tale, event), directory, now: event.at }) !== null;
      const who =
        named === undefined || named === event.by.name || isActing
          ? by(event, seen)
          : `${named}（${event.by.name}登记）`;
      const end =
        lifted?.type === 'caseUnlisted' ? `【${dayOf(lifted.at)} ${by(lifted, seen)}解除挂牌】${lifted.reason}` : '';
      return `${dayOf(event.at)} ${who}挂牌督办${after(event.reason)}${end}`;
    }),
  );
};

/** 承办人 who are known by an account. */
export const officers = (walk: Walk | null): Want => ({
  is: (walk ? parts(walk) : []).flatMap(({ unitId, given }) => {
    const named = every(since(walk?.tale ?? [], given), 'officerNamed').findLast((one) => one.unitId === unitId);
    return named?.officer.kind === 'person' ? [named.officer.openId] : [];
  }),
});

export const contributions = (walk: Walk | null, seen: Seen): Want =>
  onLines(
    (walk ? parts(walk) : []).flatMap(({ unitId, given }) => {
      const said = every(since(walk?.tale ?? [], given), 'contributionMade').filter((one) => one.unitId === unitId);
      return said.map(({ at, text }) => `${minuteOf(at)} ${unitOf(seen, unitId)?.name}：${text}`);
    }),
  );

const VERDICTS = { authentic: '真实', lawful: '合法', reasonable: '合理' } as const;
/** Who gave each verdict last, also where it came with the case. */
export const vettedBy = (seen: Seen): Want =>
  onLines(
    (['authentic', 'lawful', 'reasonable'] as const).map((key) => {
      const given = every(seen.tale, 'caseSubmitted', 'caseAmended').findLast((event) =>
        Boolean(event.type === 'caseSubmitted' ? event.notes[key] : event.change.notes?.[key]),
      );
      const verdict = given?.type === 'caseSubmitted' ? given.notes[key] : given?.change.notes?.[key];
      return given && verdict && verdict.answer !== 'unsure'
        ? `${VERDICTS[key]}：${by(given, seen)} ${minuteOf(given.at)}`
        : '';
    }),
  );

/** Each question beforehand with its answer; the one asked last is answered first. */
export const consultations = (seen: Seen): Want => {
  const { tale } = seen;
  const open: { readonly asked: Told<'unitConsulted'>; answer: Told<'consultationAnswered'> | null }[] = [];
  for (const event of every(tale, 'unitConsulted', 'consultationAnswered')) {
    if (event.type === 'unitConsulted') open.push({ asked: event, answer: null });
    else {
      const answered = open.findLast(({ asked, answer }) => asked.unitId === event.unitId && answer === null);
      if (answered) answered.answer = event;
    }
  }
  return onLines(
    open.flatMap(({ asked, answer }) => [
      `${minuteOf(asked.at)} 问${unitOf(seen, asked.unitId)?.name}：${asked.question}`,
      answer ? `${minuteOf(answer.at)} ${by(answer, seen)}答：${answer.text}` : '待答复',
    ]),
  );
};

/** What the enterprise was asked, answered, left unanswered and sent in: nothing of it is lost. */
export const enterpriseAnswers = (seen: Seen): Want => {
  const { tale } = seen;
  const asked = every(tale, 'enterpriseAsked').flatMap((question) => {
    const end = since(tale, question).find(endsQuestion);
    if (end?.type === 'enterpriseAnswered') {
      const said = end.by.openId === null ? '答' : `电话答（登记人：${by(end, seen)}）`;
      return [`问：${question.question}`, `${minuteOf(end.at)} ${said}：${end.text}`];
    }
    const who = end ? '' : by(question, seen);
    return [`${minuteOf(question.at)} ${who}问：${question.question}【${end ? '未答，已结束等待' : '待答'}】`];
  });
  const sent = every(tale, 'materialSubmitted').map(({ at, text, files }) => {
    const names = files.map(({ name }) => name).join('、');
    const both = text !== '' && names !== '' ? `${text}（${names}）` : `${text}${names}`;
    return `${minuteOf(at)} 补交材料：${both}`;
  });
  return { lines: [...asked, ...sent] };
};
const endsQuestion = (event: CaseEvent): boolean =>
  event.type === 'enterpriseAnswered' ||
  event.type === 'pauseEnded' ||
  event.type === 'transcriptDisowned' ||
  (event.type === 'withdrawalAudited' && event.isVoluntary);

/** Each wish to withdraw, and what was found of it; what has ended some other way waits for nothing. */
export const withdrawals = (seen: Seen): Want => {
  const { tale } = seen;
  return onLines(
    every(tale, 'withdrawalRequested').flatMap((event) => {
      const audit = every(since(tale, event), 'withdrawalAudited')[0];
      const open = OPEN.includes(stateOf(tale)) ? '待核实' : '事项已结束，不再核实';
      const came = audit ? (audit.isVoluntary ? '自愿撤回，同意' : '非自愿，不予撤回') : open;
      return [
        `${minuteOf(event.at)} 企业申请撤回：${event.words}【${came}】`,
        audit ? `${minuteOf(audit.at)} ${by(audit, seen)}核实：${audit.note}` : '',
      ];
    }),
  );
};

export const hearing = ({ tale }: Seen): Want => {
  const heard = last(tale, 'caseHeard', 'answeredOnTheSpot');
  const first = last(tale, 'caseHeard') ?? heard;
  return { is: first ? `${dayOf(first.at)} 已接待${first.type === 'caseHeard' ? after(first.note) : ''}` : '' };
};
