/**
 * What must hold after any story, however it was disturbed.
 */

import { DEMO_DISTRICT } from '../../src/cli/demo-district.ts';
import { eventually } from './play.ts';
import type { Playhouse } from './stages.ts';

/**
 * Messages that say the same thing twice in one chat: a card of one kind about one case and round sent twice, or a notice
 * with the same words. Empty when every intention was sent once.
 */
export const duplicateMessages = (house: Playhouse): readonly string[] => {
  const counts = new Map<string, number>();
  for (const message of house.sandbox.state.messages) {
    if (message.sender !== 'app' || message.forwardedFrom) continue;
    const content = message.versions[0]?.content ?? '';
    const about = /"card":"(\w+)","case":"([^"]+)","round":(\d+)/.exec(content);
    const key = `${message.chatId} ${about ? about.slice(1).join(' ') : content}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([key, count]) => `${count}× ${key}`);
};

/** Waits until nothing is due any more, and fails when something was given up. */
export const finished = async (house: Playhouse): Promise<void> => {
  await eventually(
    house.stage,
    '待办的投递全部完成',
    async () => {
      const health = await house.inside.outbox.health(DEMO_DISTRICT, Date.now() + 3_600_000);
      if (health.parked.length > 0)
        throw new Error(`given up: ${health.parked.map((one) => `${one.key} ${one.reason}`).join('; ')}`);
      return health.due === 0 || null;
    },
    async () => JSON.stringify(await house.inside.outbox.health(DEMO_DISTRICT, Date.now() + 3_600_000)),
  );
};
