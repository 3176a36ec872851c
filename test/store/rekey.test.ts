/** A database written while names and codes were compared by another spelling finds the same enterprises as one written today. */
import { expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { statement } from '../../src/store/statement.ts';
import { nameOf } from '../../src/workflow/plain-text.ts';
import { openTempDatabase } from '../support/temp-database.ts';

const NAME = '〔虚构〕溪乐－预制构件【示例】有限公司';
const CODE = '91-999999 maxx00015j';
/** As keys were made before. */
const oldKey = (typed: string): string => typed.normalize('NFKC').replace(/\s/g, '').toUpperCase();

it('keys of the old spelling are brought over once, of cases and of 企业 with its 关联企业, and nothing else is touched', async () => {
  const temp = await openTempDatabase();
  try {
    const { database } = temp;
    const appeal = { creditCode: CODE, enterpriseName: NAME, phone: '+86 19900000101' };
    const data = JSON.stringify({ appeal });
    await database.commit([
      // As a database of before: nobody has brought its keys over.
      statement("DELETE FROM migrations WHERE tag LIKE 'keys-%'", []),
      statement(
        `INSERT INTO cases (id, district, seq, state, is_open, last_hash, receipt_hash, visit_key, submitted_at, data, updated_at,
           enterprise_code, enterprise_name, phone) VALUES ('c1', 'demo', 3, 'heard', 1, '', '', '', 1, ?, 1, ?, ?, ?)`,
        [data, oldKey(CODE), oldKey(NAME), '+8619900000101'],
      ),
      statement("INSERT INTO enterprises (district, id, code, name, value) VALUES ('demo', 'rec1', ?, ?, ?)", [
        oldKey(CODE),
        oldKey(NAME),
        JSON.stringify({ legalRepresentative: '〔虚构〕甲', kin: [{ code: '', name: oldKey(NAME), why: 'declared' }] }),
      ]),
    ]);
    const stored = async () => {
      const [cases, enterprises] = await database.read([
        statement('SELECT enterprise_code AS code, enterprise_name AS name, phone, data, seq FROM cases', []),
        statement('SELECT code, name, value FROM enterprises', []),
      ]);
      return { case: { ...cases?.rows[0] }, enterprise: { ...enterprises?.rows[0] } };
    };
    expect((await stored()).case['name']).not.toBe(nameOf(NAME));

    await migrate(database);
    const key = { code: '91999999MAXX00015J', name: nameOf(NAME) };
    const after = await stored();
    expect(after.case).toMatchObject({ ...key, phone: '19900000101', data, seq: 3 });
    expect(after.enterprise).toMatchObject(key);
    expect(JSON.parse(String(after.enterprise['value']))).toEqual({
      legalRepresentative: '〔虚构〕甲',
      kin: [{ code: '', name: nameOf(NAME), why: 'declared' }],
    });

    await migrate(database);
    expect(await stored()).toEqual(after);
  } finally {
    temp.close();
  }
});
