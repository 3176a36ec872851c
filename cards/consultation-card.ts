/**
 * 预沟通: what a unit is asked before a case is heard or signed, and the form for its answer. It reads the question and not the appeal:
 * whatever it has to know, staff write into the question. It binds nobody; a case that has moved on may still be answered until it ends,
 * and an answered question has no button.
 */
import { type Case, STATES } from '../src/workflow/case.ts';
import { type Card, cardOf, heading, paragraph } from './builder.ts';
import { inertText } from './inert.ts';
import { momentText } from './moment.ts';
import { offersSection } from './offer-form.ts';
import type { Space } from './space.ts';
import {
  type CardView,
  enterpriseName,
  fact,
  flagWords,
  hasEnded,
  headTags,
  kindWord,
  lines,
  longText,
  personName,
  unitName,
  withinDays,
} from './view.ts';
import { questionTo } from './which-card.ts';

/** Null when the viewer's unit was not asked. The last open question stands, else the last one answered. */
export const drawConsultationCard = (view: CardView, space: Space): Card | null => {
  const { subject, directory, viewer } = view;
  const asked = questionTo(subject, directory, viewer);
  if (!asked) return null;
  const isHidden = subject.notes.isConfidential;
  const isOpen = asked.answer === null && !hasEnded(subject);
  const unit = unitName(directory, asked.unitId);
  return cardOf({
    title: '部门预沟通',
    subtitle: enterpriseName(subject, isHidden),
    template: isOpen ? 'orange' : asked.answer ? 'green' : 'grey',
    tags: [
      { words: asked.answer ? '已答复' : isOpen ? '待答复' : STATES[subject.state], color: 'neutral' },
      ...headTags(view).slice(1),
    ],
    summary: isOpen ? `请${unit}答复预沟通` : `预沟通${asked.answer ? '已答复' : '已结束'}`,
    elements: [
      paragraph(
        isOpen
          ? `请${unit}${withinDays(view, asked.askedAt, CONSULTATION_DAYS)}答复${isBeforeSigning(subject) ? '，供上会或签批参考' : ''}。`
          : asked.answer
            ? `${unit}已答复。`
            : `本事项${STATES[subject.state]}，无需再答复。`,
        'heading',
      ),
      ...longText('请答复', asked.question, space),
      ...(asked.answer
        ? [
            paragraph(`答复：${inertText(asked.answer.text, 1000)}`),
            ...lines([`${personName(asked.answer.by)} ${momentText(asked.answer.at)}`]),
          ]
        : []),
      heading('事项'),
      ...lines([
        `企业：${enterpriseName(subject, isHidden)}`,
        fact('类型', [kindWord(subject), flagWords(subject)].filter((word) => word !== '').join(' · ')),
      ]),
      ...(isOpen ? offersSection(view, 'consultation', space) : []),
    ],
  });
};

/** As long as vetting takes, of which it is a part (domain.md B13). */
const CONSULTATION_DAYS = 3;

const isBeforeSigning = ({ state }: Case): boolean =>
  state === 'submitted' || state === 'vetting' || state === 'ready' || state === 'scheduled';
