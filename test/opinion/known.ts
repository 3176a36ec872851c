/**
 * Where the product and the second opinion are known to differ, each with the reason why it is so today. A difference that no
 * longer occurs fails the tests: this list only gets shorter.
 */
export interface Known {
  readonly law: string;
  readonly reason: string;
}

export const KNOWN: Readonly<Record<'rules', readonly Known[]>> = {
  rules: [
    {
      law: 'somebody who is not of 工商联 edits 事项 and is obeyed',
      reason: 'whoever may edit the Base still counts as staff',
    },
    {
      law: 'list: refused (notYourRole), though the procedure allows it',
      reason: 'whoever stands in for a leader with no part in the case is not taken for a leader',
    },
    {
      law: 'list: refused to whoever stands in for a 牵头领导 today',
      reason: 'the days of 代签 are not looked at for a 牵头领导',
    },
    {
      law: 'reconsider: refused to whoever stands in for a 牵头领导 today',
      reason: 'the days of 代签 are not looked at for a 牵头领导, though the 复核 card offers it',
    },
    {
      law: 'decideExtension: refused to whoever stands in for a 牵头领导 today',
      reason: 'the days of 代签 are not looked at for a 牵头领导',
    },
    {
      law: 'remind: refused to whoever stands in for a 牵头领导 today',
      reason: 'the days of 代签 are not looked at for a 牵头领导',
    },
  ],
};
