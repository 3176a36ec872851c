/**
 * A town (`test/support/town.ts`) whose stand-in Feishu has its pages on a loopback port: people press in a real browser, while
 * the service runs in this process on a clock that the test moves. No server process, and twenty days pass in seconds.
 */
import type { Page } from 'playwright-core';
import { serve } from '../feishu/sandbox.ts';
import { openTown, type Town } from '../support/town.ts';
import type { Windows } from './browser.ts';
import { type Chat, createChat, createDesk, type Desk } from './hands.ts';

export interface Street {
  readonly town: Town;
  /** Somebody's chat with the bot, on a phone of their own. */
  readonly chatOf: (openId: string, prepare?: (page: Page) => Promise<void>) => Promise<Chat>;
  /** Staff at the table 事项. */
  readonly deskOf: (openId: string) => Promise<Desk>;
  readonly close: () => Promise<void>;
}

export const openStreet = async (windows: Windows): Promise<Street> => {
  const town = await openTown();
  const served = await serve(town.sandbox, { port: 0 });
  return {
    town,
    chatOf: async (openId, prepare) => {
      const page = await windows.phone();
      await prepare?.(page);
      await page.goto(`${served.url}/chats/${openId}`);
      return createChat(page);
    },
    deskOf: async (openId) => {
      const desk = createDesk(await windows.desk());
      await desk.page.goto(`${served.url}/base/${town.base.appToken}?as=${openId}`);
      await desk.openTable('事项');
      return desk;
    },
    close: async () => {
      await served.close();
      await town.close();
    },
  };
};
