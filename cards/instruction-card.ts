/**
 * 签批单: the card on which a leader reads a case and signs its 批示, in the room or afterwards. Once its round is signed it
 * becomes the signed card. It does not decide who may sign; it leaves the buttons away from those who cannot.
 */

import { type Case, currentRound, nextRound, STATES } from '../src/workflow/case.ts';
import { signerAvoids } from '../src/workflow/ties.ts';
import { expectedSigner } from '../src/workflow/whose-turn/turn.ts';
import { type Card, cardOf, paragraph, type RootElement } from './builder.ts';
import { inertLine, inertText } from './inert.ts';
import { shortMomentText } from './moment.ts';
import { offersSection } from './offer-form.ts';
import { sheetToSign } from './sheet-to-sign.ts';
import { drawSignedCard } from './signed-card.ts';
import type { Space } from './space.ts';
import {
  type CardView,
  enterpriseName,
  hasEnded,
  headTags,
  headTemplate,
  leaderName,
  lines,
  longText,
  personName,
  receptionDayText,
  roundOf,
  speaksFor,
  withinDays,
} from './view.ts';

/** Null for a round that cannot be. */
export const drawInstructionCard = (view: CardView, space: Space): Card | null => {
  if (view.round < 1 || view.round > nextRound(view.subject)) return null;
  return roundOf(view) ? drawSignedCard(view, space) : drawAsking(view, space);
};

const isInTheRoom = ({ state }: Case): boolean => state === 'scheduled' || state === 'heard';

const drawAsking = (view: CardView, space: Space): Card => {
  const { subject } = view;
  const inTheRoom = isInTheRoom(subject);
  const isOpen = inTheRoom || subject.state === 'awaiting_instruction';
  const maySign = isOpen && speaksFor(view, expectedSigner(view));
  return cardOf({
    title: inTheRoom ? '现场签批' : '签批单',
    subtitle: enterpriseName(subject),
    template: headTemplate(view, maySign),
    tags:
      isOpen && signerAvoids(view.subject, view.ties, view.directory, expectedSigner(view))
        ? [...headTags(view).slice(0, 2), { words: '需回避', color: 'red' }]
        : headTags(view),
    summary: `${inTheRoom ? '请现场签批' : '请签批'}：${enterpriseName(subject)}`,
    elements: [
      paragraph(askingLine(view), 'heading'),
      ...sentBackBefore(view, space),
      ...holdAndPassing(view, space),
      ...sheetToSign(view, space),
      ...offersSection(view, 'instruction', space),
    ],
  });
};

/** Who is asked for what by when. */
const askingLine = (view: CardView): string => {
  const { subject, directory } = view;
  if (hasEnded(subject)) {
    // Why the enterprise withdrew is for staff; how that was looked into stands below.
    const reason = subject.state === 'withdrawn' ? '' : inertLine(subject.exit?.reason ?? '', 100);
    return `本事项${STATES[subject.state]}，无需签批。${reason === '' ? '' : `原因：${reason}`}`;
  }
  if (subject.state === 'awaiting_instruction' && subject.awaiting) {
    const whom = leaderName(directory, subject.awaiting.leaderId);
    const { since, hold } = subject.awaiting;
    const until = hold ? '' : withinDays(view, since, directory.settings.signReminderDays);
    if (signerAvoids(view.subject, view.ties, view.directory, subject.awaiting.leaderId))
      return `${whom}需回避，请${until}转请另一领导批示。（${shortMomentText(since)}提请${limitAsked(subject)}）`;
    return `请${whom}${until}签批。（${shortMomentText(since)}提请${limitAsked(subject)}）`;
  }
  if (isInTheRoom(subject)) {
    const whom = expectedSigner(view);
    if (signerAvoids(view.subject, view.ties, view.directory, whom))
      return `${leaderName(directory, whom)}需回避，请会后另请领导签批。（接待日${receptionDayText(view)}${limitAsked(subject)}）`;
    return `请${whom ? leaderName(directory, whom) : '接待领导'}现场签批。（接待日${receptionDayText(view)}${limitAsked(subject)}）`;
  }
  if (subject.sentBack) {
    return `已退回补充，待工作人员完善后重新提请。原因：${inertLine(subject.sentBack.reason, 100)}`;
  }
  return `本事项现为“${STATES[subject.state]}”，现在无需签批。`;
};

const limitAsked = ({ notes }: Case): string =>
  notes.proposal.limitWorkdays === null ? '' : `；拟办时限${notes.proposal.limitWorkdays}个工作日`;

/** A sheet that came back says what was missing: whoever reads it now may be somebody else. */
const sentBackBefore = ({ subject }: CardView, space: Space): readonly RootElement[] => {
  const signedAt = currentRound(subject)?.instruction?.signedAt ?? 0;
  const sayings = subject.awaiting ? subject.leaderSayings : [];
  return sayings
    .filter(({ kind, at }) => kind === 'sentBack' && at >= signedAt)
    .flatMap(({ at, by, words }) => longText(`${personName(by)}${shortMomentText(at)}曾退回补充`, words, space));
};

const holdAndPassing = ({ subject }: CardView, space: Space): readonly RootElement[] =>
  lines([
    ...(subject.awaiting?.passedOn ?? []).map(({ at, by, words }) => {
      const said = inertText(words, space.longText);
      return `${personName(by)}${shortMomentText(at)}转请批示${said === '' ? '' : `：${said}`}`;
    }),
    subject.awaiting?.hold
      ? `${personName(subject.awaiting.hold.by)}已暂缓（${shortMomentText(subject.awaiting.hold.at)}）：${inertLine(subject.awaiting.hold.reason, space.shortText)}`
      : null,
    subject.awaiting?.draft
      ? `${personName(subject.awaiting.draft.by)}代拟（${shortMomentText(subject.awaiting.draft.at)}）：${inertLine(subject.awaiting.draft.words, space.shortText)}`
      : null,
  ]);
