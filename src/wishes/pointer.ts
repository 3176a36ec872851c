/** The message of a card that was sent anew: it should say so, and where to look. */
import type { Intention } from '../ports.ts';
import type { CaseId, DistrictId, MessageId, Ms, OpenId } from '../workflow/ids.ts';
import { wish } from './wish.ts';

export const pointerTo = (
  card: {
    readonly key: string;
    readonly kind: string;
    readonly caseId: CaseId | null;
    readonly district: DistrictId;
  },
  message: MessageId,
  to: OpenId,
  runAt: Ms,
): Intention =>
  wish('pointer', {
    key: `pointer:${message}`,
    district: card.district,
    caseId: card.caseId,
    args: { kind: card.kind, to, message, card: card.key },
    runAt,
  });
