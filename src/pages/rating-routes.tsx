/**
 * 评价 (`/r/:token`): one rating of a round or of a shared answer, more words to it until it is judged, and what became of it
 * whenever somebody comes again.
 */
import type { Context, Hono } from 'hono';
import type { Allow, CaseStore, Links, Now } from '../ports.ts';
import { type Case, currentRound, type Grade, type Rating } from '../workflow/case.ts';
import type { Command } from '../workflow/commands.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { Directory } from '../workflow/directory.ts';
import { sharedAnswerOf } from '../workflow/mergers.ts';
import type { VerifiedRating } from './links.ts';
import type { PagesDeps } from './pages.tsx';
import { deliveryOf, draftOf, fieldsOf, problemOf, ratingFields, ratingWordsFields } from './posts.ts';
import { publicCase } from './public-view.ts';
import { isLinkWithin } from './rate-limits.ts';
import { NothingToRatePage, RatedPage, RatingPage } from './rating-page.tsx';
import { sayNext, takeSaid } from './remembered.ts';

export interface RatingDeps {
  readonly cases: Pick<CaseStore, 'loadCase' | 'loadEvents'>;
  readonly links: Links;
  readonly verifyRating: (token: string, now: number) => VerifiedRating | null;
  readonly handle: PagesDeps['handle'];
  readonly allow: Allow;
  readonly now: Now;
  readonly freshNonce: () => string;
  readonly notFound: (c: Context) => Response | Promise<Response>;
  readonly tooOften: (c: Context) => Response | Promise<Response>;
  readonly sentenceFor: (reason: Refusal) => string;
  readonly afterChange: (c: Context) => void;
}

export const addRatingRoutes = (pages: Hono, deps: RatingDeps): void => {
  const rated = async (token: string) => {
    const verified = deps.verifyRating(token, deps.now());
    const found = verified ? await deps.cases.loadCase(verified.caseId) : null;
    return found && verified ? toRate(found.subject, verified.round, found) : null;
  };
  const showRating = async (
    c: Context,
    token: string,
    { subject, directory, round, rating, isAsked }: ToRate & { readonly directory: Directory },
    told: { readonly problem: string | null; readonly draft: RatingDraft },
    code: 200 | 400 | 409 | 503 = 200,
  ) => {
    const events = await deps.cases.loadEvents(subject.id);
    const view = publicCase({ ...subject, rounds: subject.rounds.slice(0, round) }, events, directory, deps.now());
    const organ = directory.settings;
    const back = deps.links.status(subject.receiptHash, deps.now());
    if (rating)
      return c.html(
        <RatedPage
          view={view}
          organ={organ}
          back={back}
          nonce={deps.freshNonce()}
          action={`/r/${encodeURIComponent(token)}/words`}
          said={takeSaid(c, `/r/${encodeURIComponent(token)}`)}
          problem={told.problem}
          draft={told.draft.words}
        />,
        code,
      );
    if (!isAsked) return c.html(<NothingToRatePage view={view} organ={organ} back={back} />, code);
    const action = `/r/${encodeURIComponent(token)}`;
    return c.html(
      <RatingPage view={view} organ={organ} back={back} nonce={deps.freshNonce()} action={action} {...told} />,
      code,
    );
  };

  pages.get('/r/:token', async (c) => {
    const token = c.req.param('token');
    const found = await rated(token);
    return found ? showRating(c, token, found, { problem: null, draft: NOTHING_TYPED }) : deps.notFound(c);
  });

  pages.post('/r/:token', async (c) => {
    const token = c.req.param('token');
    const found = await rated(token);
    if (!found) return deps.notFound(c);
    if (!(await isLinkWithin(deps.allow, token))) return deps.tooOften(c);
    const typed = await fieldsOf(c);
    const draft = { grade: draftOf(typed, 'grade'), words: draftOf(typed, 'words'), asks: draftOf(typed, 'asks') };
    const fields = ratingFields.safeParse(typed);
    if (!fields.success) return showRating(c, token, found, { problem: problemOf(fields.error), draft }, 400);
    // The link of an earlier round must not rate the one in hand.
    if (!found.isInHand) return showRating(c, token, found, { problem: null, draft }, 409);
    const outcome = await deps.handle({
      deliveryId: deliveryOf('rating', token, String(found.round), { nonce: fields.data.nonce, said: fields.data }),
      district: found.subject.district,
      caseId: found.subject.id,
      actor: { kind: 'enterprise' },
      command: commandOf(found.act, fields.data),
    });
    if (outcome.kind === 'refused') {
      const status = outcome.reason.kind === 'busy' ? 503 : 409;
      return showRating(c, token, found, { problem: deps.sentenceFor(outcome.reason), draft }, status);
    }
    if (outcome.kind === 'accepted') deps.afterChange(c);
    const page = `/r/${encodeURIComponent(token)}`;
    sayNext(c, 'rate', page);
    return c.redirect(page, 303);
  });

  /** 补充意见: more words to a rating, until it is judged. */
  pages.post('/r/:token/words', async (c) => {
    const token = c.req.param('token');
    const found = await rated(token);
    if (found?.act !== 'rate') return deps.notFound(c);
    if (!(await isLinkWithin(deps.allow, token))) return deps.tooOften(c);
    const typed = await fieldsOf(c);
    const draft = { ...NOTHING_TYPED, words: draftOf(typed, 'words') };
    const fields = ratingWordsFields.safeParse(typed);
    if (!fields.success) return showRating(c, token, found, { problem: problemOf(fields.error), draft }, 400);
    const outcome = await deps.handle({
      deliveryId: deliveryOf('ratingWords', token, String(found.round), {
        nonce: fields.data.nonce,
        said: fields.data,
      }),
      district: found.subject.district,
      caseId: found.subject.id,
      actor: { kind: 'enterprise' },
      command: { type: 'addRatingWords', words: fields.data.words },
    });
    if (outcome.kind === 'refused') {
      const status = outcome.reason.kind === 'busy' ? 503 : 409;
      return showRating(c, token, found, { problem: deps.sentenceFor(outcome.reason), draft }, status);
    }
    if (outcome.kind === 'accepted') deps.afterChange(c);
    const page = `/r/${encodeURIComponent(token)}`;
    sayNext(c, 'words', page);
    return c.redirect(page, 303);
  });
};

interface RatingDraft {
  readonly grade: string;
  readonly words: string;
  readonly asks: string;
}
const NOTHING_TYPED: RatingDraft = { grade: '', words: '', asks: '' };

const commandOf = (
  act: ToRate['act'],
  { grade, words, asks }: { readonly grade: Grade; readonly words: string; readonly asks: Rating['asks'] },
): Command => (act === 'rate' ? { type: act, grade, words, asks } : { type: act, grade, words });

/** What a link to rate leads to: a round, or the answer of the case this one was merged into. */
interface ToRate {
  readonly subject: Case;
  readonly round: number;
  readonly rating: Rating | null;
  readonly isInHand: boolean;
  readonly isAsked: boolean;
  readonly act: 'rate' | 'rateShared';
}
const toRate = <Found extends object>(subject: Case, number: number, found: Found): (Found & ToRate) | null => {
  const shared = subject.sharedAnswers[number - 1];
  if (subject.state === 'merged' && shared) {
    const isInHand = shared === sharedAnswerOf(subject);
    return { ...found, subject, round: number, rating: shared.rating, isInHand, isAsked: isInHand, act: 'rateShared' };
  }
  const round = subject.rounds.find((each) => each.round === number);
  if (!round) return null;
  const isInHand = round === currentRound(subject);
  const isAsked = isInHand && subject.state === 'awaiting_rating';
  return { ...found, subject, round: number, rating: round.rating, isInHand, isAsked, act: 'rate' };
};
