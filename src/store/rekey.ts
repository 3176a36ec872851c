/**
 * Brings the keys by which enterprises are recognised (`enterpriseKeys`) to the spelling in force, which SQL cannot make: in `cases`
 * from what was filed, in `enterprises` from the keys themselves. Once per version of the spelling; harmless when repeated.
 */
import { z } from 'zod';
import { codeOf, nameOf } from '../workflow/plain-text.ts';
import { enterpriseKeys } from '../workflow/ties.ts';
import type { CallOptions, Database, Statement } from './database.ts';
import { jsonColumn, rowsOf, statement } from './statement.ts';

/** Raise with every change of `nameOf`, `codeOf` or `phoneOf`. */
const SPELLING = 'keys-3';
const PAGE = 500;

const text = z.string();
const caseRow = z.object({
  id: text,
  seq: z.number(),
  creditCode: text,
  enterpriseName: text,
  phoneTyped: text,
  code: text,
  name: text,
  phone: text,
});
const enterpriseRow = z.object({
  district: text,
  id: text,
  code: text,
  name: text,
  value: jsonColumn(z.looseObject({ kin: z.array(z.looseObject({ code: text, name: text })) })),
});

const CASES = `SELECT id, seq, coalesce(data ->> '$.appeal.creditCode', '') AS creditCode,
  coalesce(data ->> '$.appeal.enterpriseName', '') AS enterpriseName, coalesce(data ->> '$.appeal.phone', '') AS phoneTyped,
  enterprise_code AS code, enterprise_name AS name, phone
FROM cases WHERE id > ? ORDER BY id LIMIT ${PAGE}`;

export const rekey = async (database: Database, options: CallOptions): Promise<void> => {
  const [done] = await database.read([statement('SELECT tag FROM migrations WHERE tag = ?', [SPELLING])]);
  if ((done?.rows.length ?? 0) > 0) return;
  let after = '';
  for (;;) {
    const [found] = await database.read([statement(CASES, [after])], options);
    const rows = rowsOf(found, caseRow);
    const updates = rows.flatMap(updateOfCase);
    if (updates.length > 0) await database.commit(updates, options);
    after = rows.at(-1)?.id ?? after;
    if (rows.length < PAGE) break;
  }
  const [known] = await database.read(
    [statement('SELECT district, id, code, name, value FROM enterprises', [])],
    options,
  );
  const updates = rowsOf(known, enterpriseRow).map(updateOfEnterprise);
  const note = statement(
    "INSERT INTO migrations (tag, hash, applied_at) VALUES (?, '', unixepoch('now') * 1000) ON CONFLICT (tag) DO NOTHING",
    [SPELLING],
  );
  await database.commit([...updates, note], options);
};

/** A case that was decided meanwhile has its keys from that decision. */
const updateOfCase = (row: z.infer<typeof caseRow>): readonly Statement[] => {
  const keys = enterpriseKeys({ ...row, phone: row.phoneTyped });
  if (keys.code === row.code && keys.name === row.name && keys.phone === row.phone) return [];
  return [
    statement('UPDATE cases SET enterprise_code = ?, enterprise_name = ?, phone = ? WHERE id = ? AND seq = ?', [
      keys.code,
      keys.name,
      keys.phone,
      row.id,
      row.seq,
    ]),
  ];
};

const updateOfEnterprise = ({ district, id, code, name, value }: z.infer<typeof enterpriseRow>): Statement => {
  const kin = value.kin.map((one) => ({ ...one, code: codeOf(one.code), name: nameOf(one.name) }));
  return statement('UPDATE enterprises SET code = ?, name = ?, value = ? WHERE district = ? AND id = ?', [
    codeOf(code),
    nameOf(name),
    JSON.stringify({ ...value, kin }),
    district,
    id,
  ]);
};
