/**
 * What stands in 飞书审批, 飞书日历 and 飞书任务 for us, and the agenda of a reception day. Reads only: rows are written as facts,
 * together with the end of the attempt that learnt them.
 */
import { z } from 'zod';
import { LINK_KINDS, type Link, type LinkStore } from '../ports.ts';
import { caseId, districtId } from '../workflow/ids.ts';
import { caseJson } from './case-json.ts';
import type { Database, Statement } from './database.ts';
import { jsonColumn, rowsOf, statement } from './statement.ts';

const linkRow = z
  .object({
    key: z.string(),
    district: z.string().transform(districtId),
    what: z.enum(LINK_KINDS),
    case_id: z.string().transform(caseId).nullable(),
    remote_id: z.string().nullable(),
    version: z.number(),
    shown: jsonColumn(z.record(z.string(), z.unknown())),
  })
  .transform(
    (row): Link => ({
      key: row.key,
      district: row.district,
      what: row.what,
      caseId: row.case_id,
      remoteId: row.remote_id,
      version: row.version,
      shown: row.shown,
    }),
  );
const caseRow = z.object({ data: jsonColumn(caseJson) });

const LINKS = 'SELECT key, district, what, case_id, remote_id, version, shown FROM links';
/** A day's agenda: who is still to come, and who came. The index of open cases bounds the walk. */
const AGENDA = `
SELECT data FROM cases WHERE district = ? AND is_open = 1
  AND ((state = 'scheduled' AND data ->> '$.notes.receptionDayId' = ?) OR data ->> '$.hearing.receptionDayId' = ?)
ORDER BY id`;

export const createLinkStore = ({ database }: { readonly database: Database }): LinkStore => {
  const links = async (one: Statement): Promise<readonly Link[]> => {
    const [rows] = await database.read([one]);
    return rowsOf(rows, linkRow);
  };
  return {
    link: async (key) => (await links(statement(`${LINKS} WHERE key = ?`, [key])))[0] ?? null,
    linksOfCase: (id, what) => links(statement(`${LINKS} WHERE case_id = ? AND what = ? ORDER BY key`, [id, what])),
    linksOfDistrict: (district, what) =>
      links(statement(`${LINKS} WHERE district = ? AND what = ? ORDER BY key`, [district, what])),
    linkByRemote: async (what, remoteId) =>
      (await links(statement(`${LINKS} WHERE remote_id = ? AND what = ? ORDER BY key LIMIT 1`, [remoteId, what])))[0] ??
      null,
    agenda: async (district, day) => {
      const [rows] = await database.read([statement(AGENDA, [district, day, day])]);
      return rowsOf(rows, caseRow).map(({ data }) => data);
    },
  };
};
