/**
 * What tests, the page and other processes can make happen in the stand-in: a person presses, edits, writes, submits a
 * form; time passes; calls fail. The HTTP mirror is control-http.ts.
 */
import type { ApprovalPress, ApprovalPressResult } from './approvals.ts';
import type { FaultRule } from './faults.ts';
import type { Person, TableRecord } from './state.ts';
import type { TodoResult } from './tasks.ts';

export type PressRequest = {
  readonly openId: string;
  readonly messageId: string;
  /** Which component: its `name`, its path (`body.elements.2`), its element_id, or the words on it. */
  readonly name?: string;
  readonly path?: string | readonly (string | number)[];
  readonly elementId?: string;
  readonly text?: string;
  /** What was typed and chosen in the form around the button, by component name. */
  readonly formValue?: Readonly<Record<string, unknown>>;
  /** For a select or picker outside a form. */
  readonly option?: string;
  /** For an input outside a form. */
  readonly inputValue?: string;
  /** For a checker outside a form. */
  readonly checked?: boolean;
  /** Replaces the value the button carries (a forged press). */
  readonly value?: unknown;
  /** Press the card as it was drawn at version n (0 = first), as a person does on a stale copy. */
  readonly asDrawnAt?: number;
  readonly shape?: 'card.action.trigger' | 'card.action.trigger_v1';
};

export type Toast = { readonly type: string; readonly content: string };

/** What the presser sees. `localError` = the client refused before anything was sent. */
export type PressResult =
  | {
      readonly kind: 'answered';
      readonly toast: Toast | null;
      readonly redrawn: boolean;
      readonly openedUrl: string | null;
      readonly status: number;
      /** What the form sent, with what stood in its fields beforehand; absent where no form was sent. */
      readonly formValue?: Readonly<Record<string, unknown>>;
      readonly ms: number;
    }
  | { readonly kind: 'failed'; readonly code: number; readonly msg: string; readonly ms: number }
  | { readonly kind: 'localError'; readonly msg: string };

export type RecordTarget = { readonly appToken: string; readonly tableId: string; readonly operator: string };

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: number; readonly msg: string };

export type FormAnswer = {
  readonly shareToken: string;
  /** By question title or field id, in write shape. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** open_id of a signed-in filler; null = anonymous. */
  readonly filler: string | null;
};

export type Control = {
  readonly press: (request: PressRequest) => Promise<PressResult>;
  /** All at the same moment. */
  readonly pressMany: (requests: readonly PressRequest[]) => Promise<readonly PressResult[]>;
  /** 同意 or 拒绝 in the list of what waits. */
  readonly pressApproval: (request: ApprovalPress) => Promise<ApprovalPressResult>;
  /** Ticks a task; `regardless` of where it should lead instead. */
  readonly completeTodo: (request: {
    readonly openId: string;
    readonly guid: string;
    readonly regardless?: boolean;
  }) => TodoResult;
  readonly deleteTodo: (guid: string) => void;
  /** Copies a message into another person's chat; returns the copy's id. */
  readonly forward: (messageId: string, toOpenId: string) => Outcome<{ readonly messageId: string }>;
  /** The person opened the message (已读). */
  readonly markRead: (messageId: string, openId: string) => void;
  /** A custom menu item of the bot was pressed. */
  readonly menu: (openId: string, eventKey: string) => string;
  /** A person writes text to the bot; returns the message id. */
  readonly say: (openId: string, text: string) => string;
  /** Fields by name in write shape; null clears. */
  readonly editRecord: (
    target: RecordTarget & { readonly recordId: string },
    fields: Readonly<Record<string, unknown>>,
  ) => Outcome<TableRecord>;
  readonly createRecord: (target: RecordTarget, fields: Readonly<Record<string, unknown>>) => Outcome<TableRecord>;
  readonly deleteRecord: (target: RecordTarget & { readonly recordId: string }) => Outcome<TableRecord>;
  /** A person takes the deletion back (撤销): the row is there again, with its id and its cells. */
  readonly restoreRecord: (target: RecordTarget, record: TableRecord) => Outcome<TableRecord>;
  /** A person gives a column another name; answers with its field id. */
  readonly renameField: (target: RecordTarget, from: string, to: string) => Outcome<{ readonly fieldId: string }>;
  readonly submitForm: (answer: FormAnswer) => Outcome<TableRecord>;
  /** Stores bytes as an attachment of a base and returns the file token. */
  readonly storeFile: (appToken: string, name: string, mimeType: string, bytes: Uint8Array) => string;
  readonly addFaults: (rules: readonly FaultRule[]) => void;
  readonly clearFaults: () => void;
  readonly setClock: (now: number) => void;
  readonly advanceClock: (ms: number) => void;
  /** The challenge the console sends when a request address is saved. */
  readonly verifyUrl: (
    door?: 'events' | 'cards',
  ) => Promise<{ readonly ok: boolean; readonly error: string | null; readonly ms: number }>;
  readonly addPerson: (person: Partial<Person> & { readonly openId: string; readonly name: string }) => Person;
  readonly updatePerson: (openId: string, change: Partial<Person>) => void;
};
