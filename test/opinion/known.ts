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

export type Group = 'rules' | 'row' | 'cards' | 'pages' | 'texts';

export const KNOWN: Readonly<Record<Group, readonly Known[]>> = {
  row: [
    {
      law: '可选操作 offers 登记为未评价，报领导阅示, which would be refused',
      reason: 'it is offered before the calls were made that it needs',
    },
    {
      law: '可选操作 offers 重办, which would be refused',
      reason: 'it is offered after an answer on the spot, where no unit can do it again',
      isRare: true,
    },
    {
      law: '事项 proposalDifference differs',
      reason: 'a proposal typed for the next sheet is compared with the sheet in force, not the one it was signed on',
      isRare: true,
    },
  ],
  cards: [
    {
      law: 'no card offers decideExtension to one who may',
      reason: 'a later extension is the leader’s to decide, and not every card of that leader offers it yet',
      isRare: true,
    },
    {
      law: 'card assignment: asks somebody whose turn it is not',
      reason: 'to a reader without a part it asks the lead unit to 签收, also when that has acknowledged or objected',
    },
    {
      law: 'card assignment: offers extend, which would be refused',
      reason: 'the form stays when the round was extended as often as may be',
    },
    {
      law: 'card instruction: offers onTheSpot, which would be refused',
      reason: 'it stands on the sheet of a reception day that has not come yet',
      isRare: true,
    },
    {
      law: 'card review: offers review, which would be refused',
      reason: 'whoever reported the result is offered to pass it',
      isRare: true,
    },
    ...(['acknowledge', 'object', 'contribute'] as const).map(
      (act): Known => ({
        law: `no card offers ${act} to one who may`,
        reason: 'whoever belongs to two units of a round sees the part of one of them only',
        isRare: true,
      }),
    ),
    {
      law: 'no card offers instructAgain to one who may',
      reason: 'a closed case may be opened again by its leader, but only an old card still offers it',
      isRare: true,
    },
  ],
  pages: [
    {
      law: 'status page does not say the limit after resultReturned',
      reason: 'the history tells of 退回重办 without the new day, which stands at the top of the page only',
    },
  ],
  texts: [],
  rules: [
    {
      law: 'somebody who is not of 工商联 edits 事项 and is obeyed',
      reason: 'whoever may edit the Base still counts as staff',
    },
    {
      law: 'whoever stands in for a leader is refused what is not signing',
      reason: 'the days of 代签 are looked at for the signer only, though the 复核 card offers the decision',
    },
  ],
};
