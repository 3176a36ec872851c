/**
 * What every room of the stand-in shares: state, settings, clock, ids, and the wish to be saved. Persistence writes a
 * temporary file and renames it, so a crash leaves the old state or the new one.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createLog, type SandboxLog } from './log.ts';
import { demoPeople } from './people.ts';
import { defaultSettings, type SandboxOptions, type SandboxSettings } from './settings.ts';
import { emptyState, type Person, type SandboxState, stateSchema } from './state.ts';

export type World = {
  readonly state: SandboxState;
  readonly settings: SandboxSettings;
  readonly log: SandboxLog;
  readonly now: () => number;
  /** A fresh id such as recA1b2C3d4e5; repeatable for the same seed and history. */
  readonly newId: (prefix: string) => string;
  /** Seeded pseudo-random number in [0, 1). */
  readonly random: () => number;
  /** Call after every change of the state. */
  readonly changed: () => void;
  readonly saveNow: () => void;
  readonly sleep: (ms: number) => Promise<void>;
  readonly timeoutSignal: (ms: number) => AbortSignal;
};

const saveDelayMs = 150;

export const createWorld = (options: SandboxOptions): World => {
  const {
    now: clock = Date.now,
    statePath,
    people = demoPeople,
    serviceFetch: _,
    sleep = (ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    timeoutSignal = (ms) => AbortSignal.timeout(ms),
    ...given
  } = options;
  const settings: SandboxSettings = { ...defaultSettings, ...given };
  const state = statePath !== undefined && existsSync(statePath) ? readState(statePath) : emptyState(people);

  let draws = 0;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

  let timer: NodeJS.Timeout | null = null;
  const saveNow = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (statePath === undefined) return;
    const temporary = `${statePath}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(state));
    renameSync(temporary, statePath);
  };

  return {
    state,
    settings,
    log: createLog(),
    now: () => clock() + state.clockOffsetMs,
    newId: (prefix) => {
      const letters = digest(`${settings.seed}/${state.nextId}`).toString('base64').replaceAll(/[+/=]/g, '');
      state.nextId += 1;
      return `${prefix}${letters.slice(0, 14)}`;
    },
    random: () => {
      draws += 1;
      return digest(`${settings.seed}#${draws}`).readUInt32BE(0) / 2 ** 32;
    },
    changed: () => {
      if (statePath === undefined || timer !== null) return;
      timer = setTimeout(saveNow, saveDelayMs);
      timer.unref();
    },
    saveNow,
    sleep,
    timeoutSignal,
  };
};

const readState = (path: string): SandboxState => {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`状态文件无法读取：${path}。如无需旧数据，请删除该文件后重新启动。`, { cause: error });
  }
};

export const findPerson = (world: Pick<World, 'state'>, openId: string): Person | undefined =>
  world.state.people.find((person) => person.openId === openId);

/** Looks a person up by the kind of id a caller speaks. */
export const findPersonBy = (
  world: Pick<World, 'state'>,
  idType: 'open_id' | 'union_id' | 'user_id',
  id: string,
): Person | undefined => world.state.people.find((person) => personId(person, idType) === id);

export const personId = (person: Person, idType: 'open_id' | 'union_id' | 'user_id'): string => {
  switch (idType) {
    case 'open_id':
      return person.openId;
    case 'union_id':
      return person.unionId;
    case 'user_id':
      return person.userId;
  }
};

/** The p2p chat of a person with the bot, made on first use. */
export const chatOf = (world: World, openId: string): string => {
  const known = world.state.chats.find((chat) => chat.openId === openId);
  if (known !== undefined) return known.chatId;
  const chatId = world.newId('oc_');
  world.state.chats.push({ chatId, openId, name: findPerson(world, openId)?.name ?? openId });
  world.changed();
  return chatId;
};
