/**
 * Whatever door words come in by, one and the same thing is understood however it was typed: every door that takes a kind of
 * thing is listed here and tried with the same table of spellings.
 */
import { describe, expect, it } from 'vitest';
import { codeCheckOf } from '../../bitable-schema/case-choices.ts';
import { cases } from '../../bitable-schema/cases.ts';
import { enterprises } from '../../bitable-schema/enterprises.ts';
import { answerFields } from '../../src/pages/posts.ts';
import { createReceipts } from '../../src/pages/receipt.ts';
import { createUnitCodes } from '../../src/pages/unit-codes.ts';
import { readPost } from '../../src/pages/unit-forms.ts';
import { readEnterprises } from '../../src/sync/read-enterprises.ts';
import { enterVisit } from '../../src/sync/visit-book.ts';
import { askOf } from '../../src/webhooks/bot-asks.ts';
import type { Case } from '../../src/workflow/case.ts';
import { isCreditCode } from '../../src/workflow/credit-code.ts';
import { deliveryId, openId, recordId, unitId } from '../../src/workflow/ids.ts';
import { checkFilled, checkReason } from '../../src/workflow/ruling.ts';
import { readSetting } from '../../src/workflow/settings.ts';
import { enterpriseKeys } from '../../src/workflow/ties.ts';
import { readAct as readCard } from '../../src/workflow/whose-turn/read-act.ts';
import { givenCase } from '../support/given.ts';
import { SPELLINGS } from '../support/spellings.ts';

const NONCE = 'a-nonce-of-the-page-0';
const setting = (name: string, typed: string) => {
  const read = readSetting(name, typed);
  return read?.kind === 'setting' ? read.value : read;
};
const unitForm = (act: Parameters<typeof readPost>[0], fields: object) =>
  readPost(act, { nonce: NONCE, ...fields }, []);
const heard = givenCase('heard');
const withAppeal = (appeal: Partial<Case['appeal']>): Case => ({ ...heard, appeal: { ...heard.appeal, ...appeal } });
const visitOf = (subject: Case) =>
  [...enterVisit(new Map(), subject, () => null).values()].map((day) => day.visits[0]?.key);
const line = (cells: Readonly<Record<string, string>>, counted = { name: '', creditCode: '' }) =>
  readEnterprises(
    [
      {
        recordId: recordId('rec1'),
        fields: Object.fromEntries(
          Object.entries(cells).map(([key, cell]) => [
            enterprises.columns[key === 'name' ? 'name' : 'creditCode'].name,
            cell,
          ]),
        ),
        createdBy: null,
        modifiedBy: null,
        modifiedByName: null,
        modifiedAt: null,
      },
    ],
    [{ ...counted, open: 1, total: 1 }],
    isCreditCode,
  )[0];
const say = (text: string) =>
  askOf({ kind: 'textReceived', deliveryId: deliveryId('d'), openId: openId('ou_a'), chatId: 'oc_a', text });

type Doors = Readonly<Record<string, (typed: string) => unknown>>;
const everyDoor = (doors: Doors, spellings: readonly string[], expected: (door: string) => unknown) =>
  describe.each(Object.entries(doors))('%s', (door, read) => {
    it.each(spellings)('%j', (typed) => {
      expect(read(typed)).toEqual(expected(door));
    });
  });

describe('words that say nothing are nothing', () => {
  const missing = (field: string) => ({ kind: 'fieldsMissing', missing: [field] });
  const doors: Doors = {
    表格: (typed) => cases.columns.remarks.decode([{ type: 'text', text: typed }]),
    '卡片 批示': (typed) => readCard('signOwn', { sign_words: typed }).problem,
    '卡片 异议': (typed) => readCard('object', { object_reason: typed }).problem,
    '网页 回答': (typed) => answerFields.safeParse({ nonce: NONCE, case: 'r1', text: typed }).success,
    '网页办理 异议': (typed) => {
      const read = unitForm('object', { object_reason: typed });
      return read.kind === 'read' ? read.problem : read;
    },
    参数: (typed) => setting('工商联联系电话', typed),
    机器人: (typed) => say(typed).question,
    '规则 必填': (typed) => checkFilled('批示内容', typed),
    '规则 原因': (typed) => checkReason('退回原因', typed),
  };
  const expected: Readonly<Record<string, unknown>> = {
    表格: '',
    '卡片 批示': missing('批示内容'),
    '卡片 异议': missing('异议理由'),
    '网页 回答': false,
    '网页办理 异议': missing('异议理由'),
    参数: '',
    机器人: 'help',
    '规则 必填': missing('批示内容'),
    '规则 原因': { kind: 'reasonMissing' },
  };
  everyDoor(doors, SPELLINGS.blank, (door) => expected[door]);
});

describe('a credit code', () => {
  everyDoor({ 代码校验: (typed) => codeCheckOf(typed, isCreditCode) }, SPELLINGS.creditCode, () => '通过');
  everyDoor(
    {
      企业: (typed) => {
        const read = line({ name: '〔虚构〕甲厂', creditCode: typed }, { name: '', creditCode: '91999999MAXX00015J' });
        return [read?.service['codeCheck'], read?.service['totalCases'], read?.isFaulty];
      },
    },
    SPELLINGS.creditCode,
    () => ['通过', 1, false],
  );
  everyDoor(
    {
      同一企业: (typed) => enterpriseKeys(withAppeal({ creditCode: typed }).appeal).code,
      来访: (typed) => visitOf(withAppeal({ creditCode: typed }))[0],
    },
    SPELLINGS.creditCode,
    (door) => (door === '来访' ? visitOf(withAppeal({ creditCode: '91999999MAXX00015J' }))[0] : '91999999MAXX00015J'),
  );
});

describe('the name of an enterprise', () => {
  const name = '示例（湖州）机械有限公司';
  everyDoor(
    {
      企业: (typed) => line({ name: typed }, { name, creditCode: '' })?.service['totalCases'],
      同一企业: (typed) => enterpriseKeys(withAppeal({ enterpriseName: typed }).appeal).name,
      来访: (typed) => visitOf(withAppeal({ enterpriseName: typed, creditCode: '' }))[0],
    },
    SPELLINGS.enterpriseName,
    (door) =>
      ({
        企业: 1,
        同一企业: '示例(湖州)机械有限公司',
        来访: visitOf(withAppeal({ enterpriseName: name, creditCode: '' }))[0],
      })[door],
  );
});

describe('a code that was given out', () => {
  const receipts = createReceipts({
    secrets: ['a-secret-of-more-than-thirty-two-characters'],
    randomBytes: (count) => Uint8Array.from({ length: count }, (_, at) => at * 29),
  });
  const code = receipts.issue();
  const bare = code.replaceAll('-', '');
  /** The same spelling of this code: its signs in the place of those of the table. */
  const spelled = SPELLINGS.receipt.map((spelling) => {
    let at = 0;
    return [...spelling]
      .map((sign) => {
        if (sign.normalize('NFKC').toUpperCase() !== '7K2MQ9XD4RTB'[at]) return sign;
        const own = bare.charAt(at);
        at += 1;
        if (sign !== sign.normalize('NFKC')) return String.fromCodePoint(own.charCodeAt(0) + 0xfee0);
        return sign === sign.toUpperCase() ? own : own.toLowerCase();
      })
      .join('');
  });
  everyDoor({ 查询码: receipts.hashIfIssued }, spelled, () => receipts.hashIfIssued(code));

  const codes = createUnitCodes(['a-secret-of-more-than-thirty-two-characters']);
  const given = { caseId: heard.id, round: 1, unitId: unitId('recU'), issue: 3 };
  const digits = codes.codeOf(given);
  everyDoor(
    { 办理码: (typed) => codes.isRight(typed, given) },
    [
      digits,
      digits.replace('-', ''),
      digits.replace('-', ' '),
      `办理码：${digits}。`,
      digits.replace('-', '—'),
      `\u200b${digits}`,
    ],
    () => true,
  );
});

describe('a telephone', () => {
  everyDoor(
    {
      表格: (typed) => cases.columns.phone.decode(typed),
      联系电话相同: (typed) => enterpriseKeys(withAppeal({ phone: typed }).appeal).phone,
    },
    SPELLINGS.phone,
    () => '13900000001',
  );
});

describe('a day', () => {
  everyDoor(
    {
      '卡片 办结日期': (typed) => {
        const { command } = readCard('signOwn', { sign_words: '同意', sign_date: typed });
        return command.type === 'instruct' ? command.signing.limit : null;
      },
      '网页办理 延期': (typed) => {
        const read = unitForm('extend', { extend_date: typed, extend_reason: '检测', extend_done: '两项' });
        return read.kind === 'read' && read.command.type === 'requestExtension' ? { date: read.command.newDate } : read;
      },
    },
    SPELLINGS.date,
    () => ({ date: '2026-10-08' }),
  );
  const inSettings = SPELLINGS.date.filter((typed) => !/\d \d|\d [年月+]| [年月日]/.test(typed));
  everyDoor(
    {
      '参数 另行放假日期': (typed) => setting('另行放假日期', typed),
      '参数 另行上班日期': (typed) => setting('另行上班日期', typed),
    },
    inSettings,
    () => ['2026-10-08'],
  );
  everyDoor(
    { '参数 另行放假日期': (typed) => setting('另行放假日期', typed) },
    [
      '2026-10-08，2026-10-09',
      '2026-10-08、2026年10月9日',
      '２０２６/１０/８；2026-10-09',
      '2026-10-08 2026-10-09',
      '2026-10-08\n2026-10-09',
    ],
    () => ['2026-10-08', '2026-10-09'],
  );
});

describe('a whole number', () => {
  everyDoor(
    {
      '卡片 办理时限': (typed) => {
        const { command } = readCard('signOwn', { sign_words: '同意', sign_workdays: typed });
        return command.type === 'instruct' ? command.signing.limit : null;
      },
      参数: (typed) => ({ workdays: setting('问题办理时限', typed) }),
    },
    SPELLINGS.fifteen,
    () => ({ workdays: 15 }),
  );
  everyDoor({ '参数 督办升级天数': (typed) => setting('督办升级天数', typed) }, SPELLINGS.ladder, () => [1, 5, 10]);
});

describe('words to the bot', () => {
  it.each([
    '查 溪乐',
    '查询溪乐',
    '查询 溪乐',
    '查找：溪乐',
    '查一下溪乐',
    '@_user_1 查 溪乐',
    '@_all 查询 溪乐',
    '查溪乐\u200b',
    '查 溪乐 @_user_1',
    '查看溪乐',
    '查看一下 溪乐',
    '查一查溪乐',
    '查阅 溪乐',
    '查下：溪乐',
    '搜索溪乐',
    '搜 溪乐',
    '找 溪乐',
    '请帮我查一下溪乐。',
    '查询“溪乐”',
    '查一下《溪乐》？',
  ])('%j searches for 溪乐', (text) => {
    expect(say(text)).toEqual({ question: 'query', words: '溪乐' });
  });
  it('a name that begins with a word of ours is searched for whole', () => {
    expect(say('查阅山机械')).toEqual({ question: 'query', words: '阅山机械' });
    expect(say('查下溪（虚构）有限公司')).toEqual({ question: 'query', words: '下溪（虚构）有限公司' });
    expect(say('查 示接交〔2026〕7号')).toEqual({ question: 'query', words: '示接交〔2026〕7号' });
  });
  it.each(['查询', '查找', '查', '查询：', '查看', '查一下', '查“”', '找不到', '@_user_1', '你好', ''])(
    '%j is answered with help',
    (text) => {
      expect(say(text)).toEqual({ question: 'help', words: '' });
    },
  );
  it.each(['待我签批', ' 待 我 签 批 。', '@_user_1 待我签批！', '“待我签批”'])(
    '%j asks for what is to be signed',
    (text) => {
      expect(say(text).question).toBe('toSign');
    },
  );
});
