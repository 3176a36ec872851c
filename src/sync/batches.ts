/**
 * Feishu's bounds for one call to the rows of a table (feishu/bitable-forms-drive.md 2.1), and how many things become calls.
 */
export const MOST_READ = 100;
export const MOST_WRITTEN = 1_000;

export const chunks = <T>(all: readonly T[], size: number): T[][] => {
  const parts: T[][] = [];
  for (let at = 0; at < all.length; at += size) parts.push(all.slice(at, at + size));
  return parts;
};
