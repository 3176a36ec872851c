/**
 * What people did, remembered outside the service: the last thing typed into every cell, every choice of an action, every card
 * whose press went unanswered. At rest all of it has to be found again. Knows also what Feishu makes impossible: a cell
 * that the service clears in the very moment in which someone types into it again is lost without a trace, because the tables
 * have no compare-and-set; such races are counted, not forgiven silently.
 */

export interface TypedCell {
  readonly shown: string;
  /** Number of the row's edit. */
  readonly version: number;
  /** The service wrote over it since, with this 操作结果. */
  readonly overwrittenWith: string | null;
}
export interface GhostRow {
  readonly recordId: string;
  /** By column name. */
  readonly cells: Map<string, TypedCell>;
  /** Actions chosen and drags, in order. */
  readonly wishes: { readonly what: string; readonly version: number; answer: string | null }[];
  /** How often its card was dragged on the kanban. */
  drags: number;
  version: number;
  /** The row's version when the service last read it. */
  readVersion: number;
  isDeleted: boolean;
}

export interface TypedOn {
  readonly act: string;
  readonly form: Readonly<Record<string, unknown>>;
}

export interface Ghost {
  readonly rows: ReadonlyMap<string, GhostRow>;
  /** Messages whose last press got no answer: the person saw an error, and the card may not be what it should be. */
  readonly unansweredCards: ReadonlySet<string>;
  /** Whether anybody's post was changed: cards follow their case, so what they say of people may be older. */
  readonly hasDirectoryChanged: () => boolean;
  readonly races: () => number;
  /** Cells by column name, as they are shown now. `wish`: an action or a drag among them. */
  /** Rows of 事项 that people made: each is one case, and there are no others but those raised in the room. */
  readonly filed: ReadonlySet<string>;
  readonly madeRow: (recordId: string) => void;
  readonly edited: (recordId: string, cells: Readonly<Record<string, string>>, wish: string | null) => void;
  readonly deleted: (recordId: string) => void;
  /** An answer that leaves the card alone says nothing about what it shows. */
  readonly pressed: (messageId: string, answer: 'none' | 'redrawn' | 'leftAlone', typed: TypedOn) => void;
  /** What was typed on a card with presses after which it was drawn anew: what was not taken of one of them may still stand there. */
  readonly typedOn: ReadonlyMap<string, readonly TypedOn[]>;
  /** Ids of the events that say that somebody asked the bot. */
  readonly asks: ReadonlySet<string>;
  readonly asked: (eventId: string) => void;
  /** A day off was declared: limits that were over by then stand as they were reckoned. */
  readonly changedCalendar: (dayOff: string) => void;
  /** Every day off that was declared; each took the place of the one before. */
  readonly daysOff: readonly string[];
  readonly hasCalendarChanged: () => boolean;
  readonly changedDirectory: () => void;
  readonly serviceRead: (recordId: string) => void;
  /** Names the columns whose typed words were overwritten although the service could have known them. */
  readonly serviceWrote: (
    recordId: string,
    cells: Readonly<Record<string, unknown>>,
    /** 操作结果 as it stands after the write. */
    result: string,
  ) => readonly string[];
}

/** Words with which a refusal of an edit begins, and which a person finds beside the row. */
const LOST_IN_A_RACE = 'overwritten in the moment it was chosen';
const NOT_TAKEN = ['未采纳', '未修改'] as const;
/** A verdict that was left open is filled in with its ground where that is asked for, also by a write that came late. */
const isFilledIn = (name: string, written: Readonly<Record<string, unknown>>): boolean => {
  const verdict = name.replace(/依据$/, '');
  return written[verdict] === '是' && `${verdict}依据` in written;
};

export const createGhost = (
  isPeoplesColumn: (name: string) => boolean,
  isActionColumn: (name: string) => boolean,
): Ghost => {
  const rows = new Map<string, GhostRow>();
  const unansweredCards = new Set<string>();
  const filed = new Set<string>();
  const typedOn = new Map<string, readonly TypedOn[]>();
  const asks = new Set<string>();
  let hasDirectoryChanged = false;
  let hasCalendarChanged = false;
  const daysOff: string[] = [];
  let races = 0;
  const rowOf = (recordId: string): GhostRow => {
    const known = rows.get(recordId) ?? {
      recordId,
      cells: new Map(),
      wishes: [],
      drags: 0,
      version: 0,
      readVersion: 0,
      isDeleted: false,
    };
    rows.set(recordId, known);
    return known;
  };

  return {
    rows,
    unansweredCards,
    asks,
    asked: (eventId) => {
      asks.add(eventId);
    },
    hasDirectoryChanged: () => hasDirectoryChanged,
    races: () => races,
    edited: (recordId, cells, wish) => {
      const row = rowOf(recordId);
      row.version += 1;
      for (const [name, shown] of Object.entries(cells))
        row.cells.set(name, { shown, version: row.version, overwrittenWith: null });
      if ('状态' in cells) row.drags += 1;
      if (wish !== null) row.wishes.push({ what: wish, version: row.version, answer: null });
    },
    filed,
    madeRow: (recordId) => {
      filed.add(recordId);
    },
    deleted: (recordId) => {
      rowOf(recordId).isDeleted = true;
    },
    typedOn,
    pressed: (messageId, answer, typed) => {
      if (answer === 'redrawn') typedOn.set(messageId, [...(typedOn.get(messageId) ?? []), typed]);
      if (answer === 'redrawn') unansweredCards.delete(messageId);
      if (answer === 'none') unansweredCards.add(messageId);
    },
    hasCalendarChanged: () => hasCalendarChanged,
    daysOff,
    changedCalendar: (dayOff) => {
      daysOff.push(dayOff);
      hasCalendarChanged = true;
    },
    changedDirectory: () => {
      hasDirectoryChanged = true;
    },
    serviceRead: (recordId) => {
      const row = rows.get(recordId);
      if (row) row.readVersion = row.version;
    },
    serviceWrote: (recordId, written, result) => {
      const row = rows.get(recordId);
      if (!row) return [];
      const wrong: string[] = [];
      for (const name of Object.keys(written)) {
        const typed = row.cells.get(name);
        if (!typed || !(isPeoplesColumn(name) || isActionColumn(name))) continue;
        if (typed.version > row.readVersion) {
          races += 1;
          for (const wish of row.wishes) if (wish.version === typed.version) wish.answer ??= LOST_IN_A_RACE;
        } else if (
          isPeoplesColumn(name) &&
          !isFilledIn(name, written) &&
          !NOT_TAKEN.some((words) => result.includes(words))
        )
          wrong.push(name);
        row.cells.set(name, { ...typed, overwrittenWith: result });
      }
      if ('操作' in written || '操作结果' in written)
        for (const wish of row.wishes) if (wish.version <= row.readVersion) wish.answer ??= result;
      return wrong;
    },
  };
};
