/**
 * 代收: who gets what was meant for someone who cannot be written to (离职, bot muted, outside the app's range). A leader's
 * substitute, then the secretaries; of a unit its heads, then its officers; in the end 工商联, who keep the directory. Getting
 * a card gives nobody the right to act on it: that is `roles.ts`.
 */
import { nameInDirectory } from './actor.ts';
import type { Directory } from './directory.ts';
import type { BeijingDate, OpenId } from './ids.ts';
import { staffOf } from './roles.ts';

/** The first one to ask who was not tried yet (`tried` holds the addressee too), or null. */
export const standInFor = (
  addressee: OpenId,
  tried: readonly OpenId[],
  directory: Directory,
  today: BeijingDate,
): OpenId | null =>
  [...near(addressee, directory, today), ...staffOf(directory)].find(
    (one) => one !== addressee && !tried.includes(one),
  ) ?? null;

const near = (addressee: OpenId, directory: Directory, today: BeijingDate): readonly OpenId[] => {
  const leaders = directory.leaders.filter(
    ({ openId, substitute }) => openId === addressee || substitute?.openId === addressee,
  );
  const ofLeaders = leaders.flatMap(({ openId, substitute, secretaryOpenIds }) => [
    ...(openId ? [openId] : []),
    ...(substitute && substitute.from <= today && today <= substitute.to ? [substitute.openId] : []),
    ...secretaryOpenIds,
  ]);
  const ofUnits = directory.units
    .filter((unit) => unit.headOpenIds.includes(addressee) || unit.officerOpenIds.includes(addressee))
    .flatMap(({ headOpenIds, officerOpenIds }) => [...headOpenIds, ...officerOpenIds]);
  return [...ofLeaders, ...ofUnits];
};

/** By post, as 运行状况 names people: 书记甲, 书记甲的联络员, 住建负责人. */
export const postOf = (who: OpenId, directory: Directory): string =>
  nameInDirectory(directory, who) ?? '名单以外的人员';
