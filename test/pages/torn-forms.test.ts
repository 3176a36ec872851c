/** A form that did not arrive whole, or is none, is answered with a sentence, by whatever address it was sent to. */
import { describe, expect, it } from 'vitest';
import { ACTORS, playTo } from '../support/given.ts';
import { createPagesWorld } from './pages-world.ts';

const TORN: Readonly<Record<string, { readonly type: string; readonly body: string }>> = {
  'a multipart that breaks off': {
    type: 'multipart/form-data; boundary=xyz',
    body: '--xyz\r\nContent-Disposition: form-data; name="nonce"\r\n\r\nabcdefgh',
  },
  'a multipart without its boundary': { type: 'multipart/form-data', body: '--xyz\r\n\r\n--xyz--' },
  JSON: { type: 'application/json', body: '{"nonce":"abcdefghijklmnopqrst"}' },
  nothing: { type: 'multipart/form-data; boundary=xyz', body: '' },
};

describe.each(Object.entries(TORN))('%s', (_name, { type, body }) => {
  it.each(['status', 'status/material', 'status/withdraw', 'rating', 'files', 'query'])(
    'posted to %s is refused in words',
    async (where) => {
      const play = playTo(where === 'rating' ? 'awaiting_rating' : 'handling');
      const world = createPagesWorld({ plays: [play] });
      const paths: Readonly<Record<string, string>> = {
        status: `${world.statusPath}/answer`,
        'status/material': `${world.statusPath}/material`,
        'status/withdraw': `${world.statusPath}/withdraw`,
        rating: world.ratingPath(play.subject().id),
        files: world.filesPath(play.subject(), ACTORS.housing.openId),
        query: '/q',
      };
      const answer = await world.raw(paths[where] ?? '', { 'content-type': type }, body);
      expect(answer.status).toBe(400);
      expect(answer.html).toMatch(/提交的内容没有完整收到|提交的内容不完整/);
      expect(world.commands).toEqual([]);
    },
  );
});
