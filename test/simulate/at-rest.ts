/** What must hold when all is at rest again. */
import type { BaseBinding } from '../../src/ports.ts';
import type { Sandbox } from '../feishu/sandbox.ts';
import type { Ghost } from './ghost.ts';
import type { Profile } from './profile.ts';
import type { MemoryDatabase } from './sqlite-client.ts';
import type { View } from './view.ts';
import type { Watch } from './watch.ts';

export interface RestDeps {
  readonly memory: MemoryDatabase;
  readonly sandbox: Sandbox;
  readonly base: BaseBinding;
  readonly view: View;
  readonly ghost: Ghost;
  readonly watch: Watch;
  readonly profile: Profile;
  readonly now: () => number;
}
export const atRest = async (_deps: RestDeps): Promise<readonly string[]> => [];
