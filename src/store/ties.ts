/**
 * What is near a case (`workflow/ties.ts`), as statements for the batch that reads it: its enterprise as 企业 knows it, and the
 * newest cases of the same one, of those tied to it, and of its telephone. Each branch walks an index and stops after a few.
 */
import type { ResultSet } from '@libsql/client';
import { z } from 'zod';
import type { CaseId, DistrictId, Ms } from '../workflow/ids.ts';
import {
  type EnterpriseKeys,
  type KnownEnterprise,
  NO_TIES,
  neighbourOf,
  type Peer,
  type PeersByCase,
  SIGNING_STATES,
  TIES,
  type Tie,
  type Ties,
  type TiesByCase,
} from '../workflow/ties.ts';
import { caseIdJson, caseJson, leaderIdJson, openIdJson, stateJson } from './case-json.ts';
import type { Statement } from './database.ts';
import { jsonColumn, rowsOf, statement } from './statement.ts';
import { WISH_AGAIN, wishRowsOf } from './wishes.ts';

/** Of one enterprise, the newest; a sheet names three and counts the others. */
const MAX_NEAR = 50;

const newest = (where: string): string =>
  `(SELECT id FROM cases AS n WHERE n.district = near_to.district AND ${where} ORDER BY n.submitted_at DESC LIMIT ${MAX_NEAR})`;
const BY_CODE = newest("n.enterprise_code = near_to.code AND n.enterprise_code <> ''");
const BY_NAME = newest("n.enterprise_name = near_to.name AND n.enterprise_name <> ''");
const BY_PHONE = newest("n.phone = near_to.phone AND n.phone <> ''");

/** CROSS JOIN keeps the walk going from the few to the many, so that `cases` is never scanned. `asked` gives for_case, district, code, name, phone. An enterprise with a code is another one of that name with another code. */
const near = (asked: string): string => `
WITH asked AS (${asked}),
own AS (
  SELECT for_case, asked.district AS district, value FROM asked JOIN enterprises ON enterprises.district = asked.district
    AND enterprises.id = coalesce(
      (SELECT id FROM enterprises AS e WHERE e.district = asked.district AND e.code = asked.code AND e.code <> '' LIMIT 1),
      (SELECT id FROM enterprises AS e WHERE e.district = asked.district AND e.name = asked.name AND e.name <> ''
         AND (e.code = '' OR asked.code = '') LIMIT 1))),
kin AS (
  SELECT for_case, own.district AS district, each.value ->> 'why' AS tie, each.value ->> 'code' AS code, each.value ->> 'name' AS name
  FROM own, json_each(own.value, '$.kin') AS each),
near AS (
  SELECT for_case, 'same' AS tie, c.id AS id FROM asked AS near_to CROSS JOIN cases AS c ON c.id IN ${BY_CODE}
  UNION ALL
  SELECT for_case, 'same', c.id FROM asked AS near_to CROSS JOIN cases AS c ON c.id IN ${BY_NAME}
    WHERE near_to.code = '' OR c.enterprise_code = ''
  UNION ALL
  SELECT for_case, tie, c.id FROM kin AS near_to CROSS JOIN cases AS c ON c.id IN ${BY_CODE}
  UNION ALL
  SELECT for_case, tie, c.id FROM kin AS near_to CROSS JOIN cases AS c ON c.id IN ${BY_NAME}
    WHERE near_to.code = '' OR c.enterprise_code = ''
  UNION ALL
  SELECT for_case, 'phone', c.id FROM asked AS near_to CROSS JOIN cases AS c ON c.id IN ${BY_PHONE})`;

const askedWhere = (which: string): string =>
  `SELECT id AS for_case, district, enterprise_code AS code, enterprise_name AS name, phone FROM cases WHERE ${which}`;
const BY_IDS = 'id IN (SELECT value FROM json_each(?))';

/** Two statements: the enterprises, and the cases near. `which` chooses the cases that are asked about. */
export const readTiesWhere = (which: string, args: Statement['args']): readonly Statement[] => {
  const asked = near(askedWhere(which));
  return [
    statement(`${asked} SELECT for_case, value FROM own`, args),
    statement(
      `${asked} SELECT near.for_case AS for_case, near.tie AS tie, cases.data AS data FROM near CROSS JOIN cases ON cases.id = near.id
       WHERE near.id <> near.for_case AND cases.data ->> '$.notes.isConfidential' = 0 ORDER BY cases.submitted_at DESC, cases.id`,
      args,
    ),
  ];
};

export const readTies = (ids: readonly CaseId[]): readonly Statement[] => readTiesWhere(BY_IDS, [JSON.stringify(ids)]);

const knownEnterpriseJson: z.ZodType<KnownEnterprise> = z.strictObject({
  legalRepresentative: z.string(),
  contactName: z.string(),
  linkedLeaderIds: z.array(leaderIdJson),
  avoidingOpenIds: z.array(openIdJson),
  kin: z.array(z.strictObject({ code: z.string(), name: z.string(), why: z.enum(['declared', 'representative']) })),
});
const isTie = (text: string): text is Tie => Object.hasOwn(TIES, text);
const enterpriseRow = z.object({ for_case: caseIdJson, value: jsonColumn(knownEnterpriseJson) });
const nearRow = z.object({ for_case: caseIdJson, tie: z.string().refine(isTie), data: jsonColumn(caseJson) });

/** The strongest tie first: a case of the same enterprise is not mentioned again for its telephone. */
const STRENGTH: readonly Tie[] = ['same', 'declared', 'representative', 'phone'];

/** What the two statements gave. */
export const tiesOf = (enterprises: ResultSet | undefined, cases: ResultSet | undefined): TiesByCase => {
  const found = new Map<CaseId, Ties>();
  for (const { for_case: id, value } of rowsOf(enterprises, enterpriseRow))
    found.set(id, { ...NO_TIES, enterprise: value });
  const rows = rowsOf(cases, nearRow);
  for (const strongest of STRENGTH) {
    for (const { for_case: id, tie, data } of rows) {
      const { enterprise, neighbours } = found.get(id) ?? NO_TIES;
      if (tie !== strongest || neighbours.some(({ of }) => of.id === data.id)) continue;
      found.set(id, { enterprise, neighbours: [...neighbours, { tie, of: neighbourOf(data) }] });
    }
  }
  return Object.fromEntries(found);
};

/** At least as much of 诉求内容 as is compared. */
const MOST_TEXT = 300;

/** Other cases of the same enterprise, for rows: of each only what a row names, because many rows are asked for at once. */
export const readPeers = (ids: readonly CaseId[]): Statement =>
  statement(
    `${near(askedWhere(BY_IDS))}
     SELECT near.for_case AS for_case, cases.id AS id, cases.state AS state, cases.submitted_at AS submitted_at,
       cases.data ->> '$.appeal.category' AS category, substr(cases.data ->> '$.appeal.text', 1, ${MOST_TEXT}) AS text,
       (SELECT each.value ->> '$.instruction.number.text' FROM json_each(cases.data, '$.rounds') AS each
         WHERE each.value ->> '$.instruction.number.text' IS NOT NULL AND each.value ->> '$.voided' IS NULL ORDER BY each.key DESC LIMIT 1) AS number
     FROM near CROSS JOIN cases ON cases.id = near.id
     WHERE near.tie = 'same' AND near.id <> near.for_case AND cases.data ->> '$.notes.isConfidential' = 0
     ORDER BY cases.submitted_at DESC, cases.id`,
    [JSON.stringify(ids)],
  );

const peerRow = z.object({
  for_case: caseIdJson,
  id: caseIdJson,
  state: stateJson,
  submitted_at: z.number(),
  category: z.string(),
  text: z.string(),
  number: z.string().nullable(),
});

export const peersOf = (found: ResultSet | undefined): PeersByCase => {
  const peers = new Map<CaseId, readonly Peer[]>();
  for (const { for_case: id, submitted_at: submittedAt, ...peer } of rowsOf(found, peerRow))
    peers.set(id, [...(peers.get(id) ?? []), { ...peer, submittedAt }]);
  return Object.fromEntries(peers);
};

const WAITING = `state IN (${SIGNING_STATES.map((state) => `'${state}'`).join(', ')})`;
const GIVEN = `
SELECT ? AS for_case, ? AS district, value ->> 'code' AS code, value ->> 'name' AS name, value ->> 'phone' AS phone
FROM json_each(?)`;
/** Sheets (签批单) of these cases, on cards and in 飞书审批, are looked at again. */
const again = (
  cases: string,
  args: readonly (string | number)[],
  { seed, now }: { readonly seed: string; readonly now: Ms },
): readonly Statement[] => [
  statement(`${WISH_AGAIN} WHERE kind = 'card' AND args ->> '$.kind' = 'instruction' AND case_id IN (${cases})`, [
    seed,
    now,
    now,
    now,
    ...args,
  ]),
  statement(`${WISH_AGAIN} WHERE key IN (SELECT 'approval:' || id FROM (${cases}))`, [seed, now, now, now, ...args]),
];

/** Sheets that wait for a signature and are near this case are looked at again: they may have something else to say of it. */
export const wishSheetsNear = (what: {
  readonly caseId: CaseId;
  readonly district: DistrictId;
  readonly keys: readonly EnterpriseKeys[];
  readonly seed: string;
  readonly now: Ms;
}): readonly Statement[] =>
  what.keys.length === 0
    ? []
    : again(
        `${near(GIVEN)}
         SELECT cases.id FROM near CROSS JOIN cases ON cases.id = near.id WHERE near.id <> near.for_case AND cases.is_open = 1 AND ${WAITING}`,
        [what.caseId, what.district, JSON.stringify(what.keys)],
        what,
      );

/** Rows of open cases of the same enterprise are made to agree again: they may name this case, or name it no more. */
export const wishRowsNear = (what: {
  readonly caseId: CaseId;
  readonly district: DistrictId;
  readonly keys: readonly EnterpriseKeys[];
  readonly seed: string;
  readonly now: Ms;
}): readonly Statement[] =>
  what.keys.length === 0
    ? []
    : [
        wishRowsOf(
          `${near(GIVEN)}
           SELECT DISTINCT cases.id AS id FROM near CROSS JOIN cases ON cases.id = near.id
           WHERE near.tie = 'same' AND near.id <> near.for_case AND cases.is_open = 1`,
          [what.caseId, what.district, JSON.stringify(what.keys)],
          what,
        ),
      ];

/** All sheets of a district that wait for a signature: what 企业 says has changed. */
export const wishSheetsOf = (district: DistrictId, seed: string, now: Ms): readonly Statement[] =>
  again(`SELECT id FROM cases WHERE district = ? AND is_open = 1 AND ${WAITING}`, [district], { seed, now });
