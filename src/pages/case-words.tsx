/**
 * The long words of a case as its pages show them: the beginning, as far as there is room, and a link that opens the rest on a page
 * of its own, portion by portion (`/s/:token/text/…`).
 */
import { type Organ, Page } from './layout.tsx';
import { beginningOf, portionsOf } from './portions.ts';
import { dayWords, type PublicCase } from './public-view.ts';

/** Leaves what the frame of a page takes, with room to spare. */
const PORTION_BYTES = 36 * 1024;

export interface LongWords {
  /** Names them in the address of their page. */
  readonly key: string;
  readonly title: string;
  readonly words: string;
}

/** All words of a case that may be long, each under its key. */
export const longWordsOf = (view: PublicCase, now: number): readonly LongWords[] => [
  { key: 'text', title: '您反映的内容', words: view.text },
  { key: 'wish', title: '希望如何解决', words: view.wish },
  { key: 'urgency', title: '紧急情况说明', words: view.urgency },
  { key: 'reason', title: '理由', words: view.exitReason },
  { key: 'question', title: '请您补充', words: view.question ?? '' },
  {
    key: 'rating',
    title: '您的评价',
    words: ratingWords(view),
  },
  ...view.answers.flatMap(({ day, reply, basis, plan }, index) => [
    { key: `answer-${index}`, title: `${day}的答复`, words: reply },
    { key: `basis-${index}`, title: `${day}答复的政策依据`, words: basis },
    { key: `plan-${index}`, title: '计划落实情况', words: plan?.words ?? '' },
  ]),
  ...view.explanations.map(({ title, words }, index) => ({ key: `explanation-${index}`, title, words })),
  {
    key: 'history',
    title: '办理经过',
    words: view.events
      .toReversed()
      .map(({ at, text }) => `${dayWords(at, now)}\n${text}`)
      .join('\n\n'),
  },
];

/** What came with the rating and was added to it, line by line. */
export const ratingWords = ({ rating }: PublicCase): string =>
  rating.kind === 'given' ? [rating.words, ...rating.added].filter((words) => words !== '').join('\n') : '';

/** Where the rest of the words of a case is read, and how much of them a page shows. */
export interface Room {
  readonly bytes: number;
  readonly restAt: (key: string) => string;
}

/** The beginning of words, and the link to the rest where there is one. */
export const Words = ({
  of: key,
  words,
  room,
}: {
  readonly of: string;
  readonly words: string;
  readonly room: Room;
}) => {
  const beginning = beginningOf(words, room.bytes);
  return (
    <>
      {beginning}
      {beginning.length === words.length ? null : (
        <>
          …… <a href={room.restAt(key)}>查看全文</a>
        </>
      )}
    </>
  );
};

/** One portion; null where there is none of that number. */
export const LongWordsPage = (props: {
  readonly organ: Organ;
  readonly long: LongWords;
  readonly page: number;
  readonly pathOf: (page: number) => string;
  readonly back: string;
}) => {
  const portions = portionsOf(props.long.words, PORTION_BYTES);
  const portion = portions[props.page - 1];
  if (portion === undefined) return null;
  return (
    <Page title={props.long.title} organ={props.organ}>
      <h1>{props.long.title}</h1>
      {portions.length === 1 ? null : (
        <p class="lead">
          第 {props.page} 页，共 {portions.length} 页
        </p>
      )}
      <section class="card">
        <p class="outside">{portion}</p>
      </section>
      {props.page <= 1 ? null : (
        <a class="button plain" href={props.pathOf(props.page - 1)}>
          上一页
        </a>
      )}
      {props.page >= portions.length ? null : (
        <a class="button plain" href={props.pathOf(props.page + 1)}>
          下一页
        </a>
      )}
      <p>
        <a href={props.back}>回到办理情况</a>
      </p>
    </Page>
  );
};
