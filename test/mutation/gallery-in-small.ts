/** In small, for runner.ts alone: the cards of the gallery without its sentences. What fails here fails in test/cards. */
import { expect, it } from 'vitest';
import { galleryCards, galleryOnDisk, galleryText } from '../cards/gallery.ts';

it('docs/cards/gallery.json holds every card as it is drawn now', () => {
  expect(galleryOnDisk()).toBe(galleryText(galleryCards()));
});
