/**
 * 书面批示: the leader wrote on paper. Staff photograph and transcribe it in the row; units get their sheets, the leader looks at the
 * transcript on a card and may put it right, and the original can be opened by whoever may read the case.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { caseId } from '../../src/workflow/ids.ts';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { bringToLeader, lettersTo, openTown, type ShownCard, type Town } from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const HOUSING = 'ou_sandbox_zhujian_1';
const STAFF = 'ou_sandbox_staff_1';
const PAPER = Uint8Array.from({ length: 2_048 }, (_, index) => [0xff, 0xd8, 0xff, 0xe0][index] ?? index % 251);

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(() => town.close());

const attach = (name = '书面批示.jpg'): string =>
  town.sandbox.control.storeFile(town.base.appToken, name, 'image/jpeg', PAPER);
const cardOf = (who: string, kind: 'instruction' | 'assignment', record: string): ShownCard => {
  const card = town.cards(who, kind, record).at(-1);
  if (!card) throw new Error(`no card for ${who}`);
  return card;
};
const inbox = (who: string): string =>
  lettersTo(town, who)
    .map(({ content }) => content)
    .join('\n');
const historyOf = async (record: string) => town.service.cases.loadEvents(caseId(town.row(record)['受理编号'] ?? ''));
const toastOf = (pressed: Awaited<ReturnType<Town['press']>>) =>
  pressed.kind === 'answered' ? (pressed.toast?.content ?? '') : JSON.stringify(pressed);
const progressFiles = (): readonly string[] => {
  const table = town.sandbox.state.bases.flatMap(({ tables }) => tables).find(({ name }) => name === '办理进展');
  return (table?.records ?? []).flatMap(({ cells }) =>
    Object.values(cells).flatMap((cell) => (cell.kind === 'files' ? cell.fileTokens : [])),
  );
};
const recordOnPaper = async (): Promise<{ readonly record: string; readonly token: string }> => {
  const record = await town.fileByForm();
  await bringToLeader(town, record);
  const token = attach();
  await town.edit(record, {
    批示原件: [{ file_token: token }],
    处理说明: '请住建牵头，十五日内办结。',
    批示日期: town.now() - 86_400_000,
    操作: '登记书面批示',
  });
  return { record, token };
};

it('is recorded with its original, reaches the units marked as a transcript, and is put right by the leader alone', async () => {
  const { record, token } = await recordOnPaper();
  expect(town.row(record)).toMatchObject({
    状态: '待签收',
    交办单编号: '示接交〔2026〕1号',
    批示: '请住建牵头，十五日内办结。',
    签批人: '书记甲（书面批示，工商联转录，待本人核对）',
    处理说明: '',
    批示原件: '',
    操作: '',
  });
  expect(town.row(record)['操作结果']).toContain('登记书面批示：已登记书面批示，编号 示接交〔2026〕1号');
  expect(progressFiles()).toEqual([token]);
  expect(cardOf(HOUSING, 'assignment', record).content).toContain('待书记甲核对');

  const card = cardOf(LEADER, 'instruction', record);
  expect(card.content).toContain('请书记甲核对书面批示的转录');
  const page = /"default_url":"([^"]+\/u\/[^"]+)"/.exec(card.content)?.[1] ?? '';
  const listed = await (await town.service.app.fetch(new Request(page))).text();
  const [file] = /\/u\/[^"]+\/[^"]+/.exec(listed) ?? [];
  const opened = await town.service.app.fetch(new Request(new URL(file ?? '', page)));
  expect(new Uint8Array(await opened.arrayBuffer())).toEqual(PAPER);

  const words = { [FIELDS.transcriptWrong.words]: '请住建牵头，十五个工作日内办结。' };
  const forwarded = await town.sandbox.control.press({
    openId: HOUSING,
    messageId: card.messageId,
    path: card.buttons.find(({ act }) => act === 'transcriptRight')?.path ?? [],
  });
  expect(toastOf(forwarded)).not.toContain('已核对');
  const answers = await Promise.all([
    town.press(card, 'transcriptWrong', words),
    town.press(card, 'transcriptWrong', words),
  ]);
  await town.settle();
  expect(answers.map(toastOf).filter((toast) => toast.includes('已更正'))).not.toHaveLength(0);
  expect((await historyOf(record)).filter(({ type }) => type === 'transcriptChecked')).toHaveLength(1);
  expect(town.row(record)).toMatchObject({
    批示: '请住建牵头，十五个工作日内办结。',
    签批人: '书记甲（书面批示，工商联转录，本人已更正）',
  });
  expect(cardOf(HOUSING, 'assignment', record).content).toContain('请住建牵头，十五个工作日内办结。');
  expect(inbox(HOUSING)).toContain('批示转录已由签批领导更正');
  expect(inbox(STAFF)).toContain('批示转录已由签批领导更正');
  // Nothing is asked of the leader any more; the sheet may still be put right or added to.
  expect(cardOf(LEADER, 'instruction', record).buttons.map(({ act }) => act)).toEqual(['correct', 'add']);
});

it('is confirmed in one tap', async () => {
  const { record } = await recordOnPaper();
  const answer = await town.press(cardOf(LEADER, 'instruction', record), 'transcriptRight');
  await town.settle();
  expect(toastOf(answer)).toContain('与原件一致');
  expect(town.row(record)['签批人']).toBe('书记甲（书面批示，工商联转录，本人已核对）');
  expect(inbox(HOUSING)).not.toContain('更正');
});

it('is nothing without the original, without words, or with a day to come', async () => {
  const record = await town.fileByForm();
  await bringToLeader(town, record);
  await town.edit(record, { 处理说明: '请住建牵头。', 操作: '登记书面批示' });
  expect(town.row(record)['操作结果']).toContain('请先填写：批示原件');
  await town.edit(record, { 批示原件: [{ file_token: attach() }], 处理说明: '', 操作: '登记书面批示' });
  expect(town.row(record)['操作结果']).toContain('请先填写：处理说明');
  await town.edit(record, { 处理说明: '请住建牵头。', 批示日期: town.now() + 86_400_000, 操作: '登记书面批示' });
  expect(town.row(record)['操作结果']).toContain('批示日期不能晚于今天');
  expect(town.row(record)['状态']).toBe('待签批');
  await town.edit(record, { 状态: '待签收' });
  expect(town.row(record)['状态']).toBe('待签批');
});
