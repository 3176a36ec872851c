/**
 * The district's Base (多维表格): the one it is bound to, one that a person names, or a new one. Creating a Base carries no token,
 * so the intention is noted first; a run that was cut off before it learned the answer looks for the Base it may have made.
 */
import { z } from 'zod';
import type { BaseBinding, Documents, MirrorStore, OwnBase, Structure, SyncNote } from '../ports.ts';
import type { DistrictId } from '../workflow/ids.ts';
import type { Insist, MakeOnce, Pause } from './live-schema.ts';

/** In the binding of a Base under construction: the table that Feishu put into it. */
export const DEFAULT_TABLE = 'feishuDefault';

const MAKING = 'baseMaking';
const makingNote = z.object({ name: z.string() });
/** Clocks of two machines may differ by this much. */
const SKEW_MS = 5 * 60_000;
const LOOKS = 3;
const LOOK_AGAIN_MS = 3_000;

/** The command cannot go on without a person; the sentence says what to do. */
export class ApplyStopped extends Error {
  readonly sentence: string;
  constructor(sentence: string) {
    super(sentence);
    this.sentence = sentence;
    this.name = 'ApplyStopped';
  }
}

export interface BaseFinder {
  readonly structure: Pick<Structure, 'createBase' | 'getBase' | 'listTables'>;
  readonly documents: Pick<Documents, 'listOwnBases'>;
  readonly mirror: Pick<MirrorStore, 'loadBases' | 'saveBase' | 'loadNotes' | 'saveFacts'>;
  readonly pause: Pause;
  readonly say: (line: string) => void;
}
export interface BaseWanted {
  readonly district: DistrictId;
  /** Name of a Base that has to be created. */
  readonly baseName: string;
  /** An existing Base to be used: its address or its token. */
  readonly existing?: string | null;
  /** Create another Base although an earlier run may have made one. */
  readonly makesAnother?: boolean;
}

/** The part of an address that names the Base. */
export const tokenIn = (address: string): string => /\/base\/(\w+)/.exec(address)?.[1] ?? address.trim();

/** Saved before anything else happens to it, so that a crash does not make another. */
export const findOrMakeBase = async (
  deps: BaseFinder,
  insist: Insist,
  makeOnce: MakeOnce,
  wanted: BaseWanted,
): Promise<{ readonly binding: BaseBinding; readonly isNew: boolean }> => {
  const bases = await deps.mirror.loadBases();
  const bound = bases.find((one) => one.district === wanted.district);
  const asked = wanted.existing ? tokenIn(wanted.existing) : null;
  if (bound) {
    if (asked !== null && asked !== bound.appToken) throw new ApplyStopped(boundElsewhere(bound));
    await insist('读取多维表格', () => deps.structure.getBase(bound.appToken));
    return { binding: bound, isNew: false };
  }
  if (asked !== null) return { binding: await adopt(deps, insist, wanted, bases, asked), isNew: true };

  const notes = await deps.mirror.loadNotes(wanted.district);
  const begun = makingNote.safeParse(notes.get(MAKING)?.value);
  const name = begun.success && !wanted.makesAnother ? begun.data.name : wanted.baseName;
  const since = notes.get(MAKING);
  const find = (note: SyncNote | undefined) => lookForMade(deps, insist, bases, name, note);
  let made = begun.success && !wanted.makesAnother ? await find(since) : null;
  if (!made) {
    await deps.mirror.saveFacts(wanted.district, [{ kind: 'noted', name: MAKING, value: { name } }]);
    const now = (await deps.mirror.loadNotes(wanted.district)).get(MAKING);
    made = await makeOnce(
      '新建多维表格',
      () => deps.structure.createBase(name),
      () => find(now),
    );
  }
  deps.say(`新建多维表格“${name}”`);
  const binding: BaseBinding = {
    district: wanted.district,
    appToken: made.appToken,
    url: made.url,
    tables: { [DEFAULT_TABLE]: made.defaultTableId },
    formUrl: null,
  };
  await deps.mirror.saveBase(binding);
  await deps.mirror.saveFacts(wanted.district, [{ kind: 'noted', name: MAKING, value: null }]);
  return { binding, isNew: true };
};

const boundElsewhere = (bound: BaseBinding): string =>
  `该区已使用多维表格 ${bound.url}，不能改用另一个；副本中的改动系统不会采用。`;

const adopt = async (
  deps: BaseFinder,
  insist: Insist,
  wanted: BaseWanted,
  bases: readonly BaseBinding[],
  appToken: string,
): Promise<BaseBinding> => {
  if (bases.some((one) => one.appToken === appToken)) throw new ApplyStopped('这个多维表格已由另一个区使用。');
  const live = await insist('读取多维表格', () => deps.structure.getBase(appToken));
  deps.say(`使用已有的多维表格“${live.name}”`);
  const url = wanted.existing?.startsWith('http') ? wanted.existing : '';
  const binding: BaseBinding = { district: wanted.district, appToken, url, tables: {}, formUrl: null };
  await deps.mirror.saveBase(binding);
  return binding;
};

/** What an earlier try made, recognised by name, time and that it holds nothing but Feishu's own table. */
const lookForMade = async (
  deps: BaseFinder,
  insist: Insist,
  bases: readonly BaseBinding[],
  name: string,
  since: SyncNote | undefined,
): Promise<{ readonly appToken: string; readonly url: string; readonly defaultTableId: string } | null> => {
  for (let look = 1; look <= LOOKS; look += 1) {
    const own = await deps.documents.listOwnBases();
    if (own.kind !== 'ok') throw new ApplyStopped(unclear(name, `应用读不到自己的云空间（${own.reason}）`));
    const candidates: { readonly base: OwnBase; readonly tableId: string }[] = [];
    for (const base of own.data) {
      const isOurs = base.name === name && base.createdAt >= (since?.at ?? 0) - SKEW_MS;
      if (!isOurs || bases.some((one) => one.appToken === base.appToken)) continue;
      const tables = await insist('读取数据表', () => deps.structure.listTables(base.appToken));
      const [only] = tables;
      if (only && tables.length === 1) candidates.push({ base, tableId: only.tableId });
    }
    const [found] = candidates;
    if (candidates.length > 1) throw new ApplyStopped(unclear(name, '应用的云空间中有多个同名的新建多维表格'));
    if (found) return { appToken: found.base.appToken, url: found.base.url, defaultTableId: found.tableId };
    await deps.pause(LOOK_AGAIN_MS);
  }
  return null;
};

const unclear = (name: string, why: string): string =>
  `上一次新建多维表格“${name}”时连接中断，不清楚是否建成：${why}。已建成的，请用 --base <地址> 指明；确认没有建成的，请加 --new 另建。`;
