/**
 * Who asks. A person may be several things at once (staff and head of a unit); which of them counts is decided per
 * command and case in `decide.ts`, from the directory, never from what a card or a form claims.
 */
import type { Directory } from './directory.ts';
import type { OpenId, UnitId } from './ids.ts';

export type Actor =
  /** Someone with a Feishu account, known by open_id. `name` is only for history. */
  | { readonly kind: 'person'; readonly openId: OpenId; readonly name: string }
  /** Someone editing the Base. Edit rights on the Base are staff rights (DESIGN.md 5). */
  | { readonly kind: 'editor'; readonly openId: OpenId | null; readonly name: string }
  /** 网页办理: somebody of a unit who came in with the code of this issue; `name` is the one given there. */
  | { readonly kind: 'unit'; readonly unitId: UnitId; readonly issue: number; readonly name: string }
  /** The enterprise, holding this case's link. */
  | { readonly kind: 'enterprise' }
  | { readonly kind: 'clock' };

/**
 * The hats the process knows. `signer`: the leader with whom the sheet lies, or to whom its result returns, or that
 * leader's substitute of the day. `secretary`: prepares for that leader and signs nothing. `lead_handler`: of the lead unit of this round. `lead_leader`: named in the 批示.
 * `web_unit`: a unit that came in by web, a handler besides.
 */
export const ROLES = {
  staff: '工商联',
  signer: '签批领导',
  secretary: '联络员',
  lead_leader: '牵头领导',
  leader: '区领导',
  lead_handler: '主办单位',
  handler: '责任单位',
  web_unit: '网页办理单位',
  enterprise: '企业',
  clock: '系统时钟',
} as const;
export type Role = keyof typeof ROLES;

/** A display name for someone known only by open_id: the leader's, the unit's, or whose secretary or substitute it is. */
export const nameInDirectory = (directory: Directory, who: OpenId): string | null => {
  const leader = directory.leaders.find((one) => one.openId === who);
  if (leader) return leader.name;
  const unit = directory.units.find((one) => one.headOpenIds.includes(who) || one.officerOpenIds.includes(who));
  if (unit) return `${unit.name}${unit.headOpenIds.includes(who) ? '负责人' : '承办人'}`;
  const served = directory.leaders.find(
    ({ substitute, secretaryOpenIds }) => substitute?.openId === who || secretaryOpenIds.includes(who),
  );
  return served ? `${served.name}的${served.secretaryOpenIds.includes(who) ? '联络员' : '受托签批人'}` : null;
};
