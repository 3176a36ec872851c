/**
 * Where the product and the second opinion are known to differ, each with the reason why it is so today. A difference that no
 * longer occurs fails the tests: this list only gets shorter.
 */
export interface Known {
  readonly law: string;
  readonly reason: string;
  /** So seldom that a short run may miss it. */
  readonly isRare?: true;
}

export type Group = 'rules' | 'row' | 'cards' | 'pages' | 'texts' | 'notices' | 'acting';

export const KNOWN: Readonly<Record<Group, readonly Known[]>> = {
  row: [],
  cards: [],
  pages: [],
  texts: [],
  notices: [],
  acting: [],
  rules: [
    {
      law: 'somebody who is not of 工商联 edits 事项 and is obeyed',
      reason: 'whoever may edit the Base still counts as staff',
    },
  ],
};
