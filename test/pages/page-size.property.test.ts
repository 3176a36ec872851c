/**
 * No page of an enterprise is larger than 50 KB, whatever was written and however many cases a visit brought; and nothing is lost:
 * what a page has no room for is read to its end, portion by portion.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineWithin, MAX_PAGE_BYTES, portionsOf } from '../../src/pages/portions.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import { caseId } from '../../src/workflow/ids.ts';
import { type Play, playTo } from '../support/given.ts';
import { createPagesWorld, hrefsOf, textOf } from './pages-world.ts';

const STATES = ['submitted', 'awaiting_enterprise', 'awaiting_rating', 'closed', 'handling'] as const;
/** Each is sent in another number of bytes. */
const SIGNS = ['字', '"', '&', '<', "'", '😀', 'a', '字\n'];

/** Whatever an event says in words is as long as it may be. */
const lengthened = (event: CaseEvent, words: string): CaseEvent => {
  switch (event.type) {
    case 'enterpriseAsked':
      return { ...event, question: words };
    case 'enterpriseAnswered':
      return { ...event, text: words };
    case 'caseResolved':
      return { ...event, result: { ...event.result, basis: words } };
    case 'resultReviewed':
      return { ...event, publicReply: words };
    default:
      return event;
  }
};
/** A case with long words everywhere, and a history of many lines. */
const longCase = (state: (typeof STATES)[number], words: string, repeats: number, index: number): Play => {
  const play = playTo(state, { appeal: { text: words, wish: words, enterpriseName: words, category: words } });
  const subject = play.subject();
  const { pause } = subject;
  const asked = pause ? { ...pause, question: words } : pause;
  // A long history is one of many lines; a line of it is as long as a whole appeal only once.
  const line = repeats === 1 ? words : words.slice(0, 2_000);
  const events = play.events().map((event) => lengthened(event, line));
  return {
    ...play,
    subject: () => ({ ...subject, id: caseId(`case-${index}`), pause: asked }),
    events: () => Array.from({ length: repeats }, () => events).flat(),
  };
};

describe('a page of an enterprise', () => {
  it('has 50 KB at most, whatever the words, the cases, and which of them stands in full', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...STATES),
        fc.constantFrom(...SIGNS),
        fc.constantFrom(10, 2_000, 100_000),
        fc.constantFrom(1, 3, 40),
        fc.constantFrom(1, 12),
        fc.nat(),
        async (state, sign, length, count, repeats, which) => {
          const words = sign.repeat(length);
          const plays = Array.from({ length: count }, (_, index) =>
            index === which % count
              ? longCase(state, words, repeats, index)
              : longCase(STATES[index % STATES.length] ?? state, words.slice(0, 3_000), 1, index),
          );
          const world = createPagesWorld({ plays });
          const page = await world.get(`${world.statusPath}?no=${(which % count) + 1}`);
          expect(page.status).toBe(200);
          expect(Buffer.byteLength(page.html)).toBeLessThanOrEqual(MAX_PAGE_BYTES);
          // What was refused is shown again with all that was typed.
          const form = { nonce: 'n'.repeat(24), case: `case-${which % count}`, text: sign.repeat(10_000) };
          const refused = await world.post(`${world.statusPath}/answer`, form);
          expect(Buffer.byteLength(refused.html)).toBeLessThanOrEqual(MAX_PAGE_BYTES);
          for (const link of hrefsOf(page.html)
            .filter((href) => href.includes('/text/'))
            .slice(0, 3)) {
            const portion = await world.get(link);
            expect([link, portion.status]).toEqual([link, 200]);
            expect(Buffer.byteLength(portion.html)).toBeLessThanOrEqual(MAX_PAGE_BYTES);
          }
          for (const link of hrefsOf(page.html)
            .filter((href) => href.includes('/r/'))
            .slice(0, 1)) {
            const rating = await world.get(new URL(link).pathname);
            expect(Buffer.byteLength(rating.html)).toBeLessThanOrEqual(MAX_PAGE_BYTES);
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);

  it('leads through a long appeal to its last word, back and forth, and knows no portion beyond', async () => {
    const words = `${'一二三四五六七八九十'.repeat(10_000)}到此为止`;
    const world = createPagesWorld({ plays: [playTo('handling', { appeal: { text: words } })] });
    const status = await world.get(world.statusPath);
    let link = hrefsOf(status.html).find((href) => href.includes('/text/1/text/'));
    let read = '';
    const seen: string[] = [];
    while (link !== undefined && !seen.includes(link)) {
      seen.push(link);
      const { html } = await world.get(link);
      read += /<p class="outside">([^<]*)<\/p>/u.exec(html)?.[1] ?? '';
      const nextPage: string | undefined = /<a class="button plain" href="([^"]*)">下一页/u.exec(html)?.[1];
      expect(textOf(html).includes('上一页')).toBe(seen.length > 1);
      link = nextPage;
    }
    expect(read).toBe(words);
    expect(seen.length).toBeGreaterThan(5);
    for (const none of ['/text/1/text/99', '/text/1/text/0', '/text/1/text/x', '/text/1/elsewhere/1', '/text/2/text/1'])
      expect((await world.get(`${world.statusPath}${none}`)).status).toBe(404);
  });

  it('shows short words whole, without a link', async () => {
    const world = createPagesWorld({ plays: [playTo('handling')] });
    expect((await world.get(world.statusPath)).html).not.toContain('/text/');
  });
});

describe('portions', () => {
  it('are the words, cut between characters, each within its bytes as sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 8, max: 60 }), (words, bytes) => {
        const portions = portionsOf(words, bytes);
        expect(portions.join('')).toBe(words);
        for (const portion of portions) {
          expect(portion).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/u);
          const sent = portion
            .replace(/&/g, '&amp;')
            .replace(/</g, '&lt;')
            .replace(/>/g, '&gt;')
            .replace(/"/g, '&quot;');
          expect(Buffer.byteLength(sent.replace(/'/g, '&#39;'))).toBeLessThanOrEqual(bytes);
        }
      }),
    );
  });
  it('of a line end in an ellipsis', () => {
    expect([lineWithin('示例', 6), lineWithin('示例区', 6)]).toEqual(['示例', '示例…']);
  });
});
