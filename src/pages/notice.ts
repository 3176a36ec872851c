/**
 * 个人信息告知: what PIPL article 17 wants told before anything is filed, and whether anything may be filed on the web at all. A
 * district's own text (告知全文) stands in the place of the built-in one, of which what the district has not settled is left
 * out. The version is kept with every case that came this way, so that it can be said later which text somebody had read.
 */
import { createHash } from 'node:crypto';
import type { Settings } from '../workflow/settings.ts';

/** Raise with every change of the built-in text below. */
const BUILT_IN_VERSION = '2026-12-2';
/** 工作日 within which a wish about one's own data is answered. */
const ANSWER_WORKDAYS = 15;

export interface NoticeItem {
  /** Empty where a district's own text begins without one. */
  readonly title: string;
  readonly text: string;
}

/** The notice of one district, item by item. */
export const noticeItems = (settings: Settings): readonly NoticeItem[] =>
  settings.noticeText === '' ? builtIn(settings) : ownItems(settings.noticeText);

/** Of the text that is in force. A district's own text without a version is told by a digest of its words. */
export const noticeVersionOf = ({ noticeText, noticeVersion }: Settings): string => {
  if (noticeText === '') return BUILT_IN_VERSION;
  return noticeVersion === '' ? createHash('sha256').update(noticeText).digest('hex').slice(0, 12) : noticeVersion;
};

/** 【标题】 on a line of its own begins an item. */
const ownItems = (text: string): readonly NoticeItem[] => {
  const items: { title: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const title = /^【(.+)】\s*$/u.exec(line.trim())?.[1];
    if (title !== undefined) items.push({ title, lines: [] });
    else if (items.length === 0) items.push({ title: '', lines: [line] });
    else items.at(-1)?.lines.push(line);
  }
  return items.map(({ title, lines }) => ({ title, text: lines.join('\n').trim() }));
};

/** Those that say something, each after its name. */
const named = (parts: Readonly<Record<string, string>>): string =>
  Object.entries(parts)
    .filter(([, words]) => words !== '')
    .map(([title, words]) => `${title}：${words}`)
    .join('；');

const contactPhrase = ({ organName, organPhone, officeAddress }: Settings): string => {
  const place = officeAddress === '' ? `${organName}办公室` : officeAddress;
  return organPhone === '' ? `到${place}` : `打电话${organPhone}或到${place}`;
};

const keptHowLong = ({ contactYears, recordYears }: Settings): string => {
  const contacts = contactYears === 'unset' ? '' : `联系人电话等，自办结起${contactYears}年后删除；`;
  return `${contacts}办理材料按档案规定${recordYears === 'unset' ? '的期限保存' : `保存${recordYears}年或更长`}。`;
};

const builtIn = (settings: Settings): readonly NoticeItem[] => {
  const { organName, organPhone, officeAddress, officeHours, cyberspacePhone } = settings;
  const reached = named({ 地址: officeAddress, 电话: organPhone, 受理时间: officeHours });
  const rules = settings.rulesName.replace(/[《》]/gu, '');
  return [
    {
      title: '谁收集和使用',
      text: `${organName}，承担民营企业接待日的日常工作。${reached === '' ? '' : `${reached}。`}`,
    },
    {
      title: '凭什么、做什么',
      text: `根据《中华人民共和国民营经济促进法》${rules === '' ? '' : `和《${rules}》`}，用于受理、核查、交办、答复您的诉求，回访您是否满意，统计和改进工作，按规定存档。不作他用。`,
    },
    {
      title: '收集什么',
      text: '企业名称、统一社会信用代码；联系人姓名、身份、电话；诉求和您上传的照片、材料；您的补充、评价，我们与您通话、见面的记录。不收身份证号。银行账户、健康等敏感内容，不是说清问题必需的，请不要写、不要传。',
    },
    {
      title: '放在哪里、谁能看',
      text: '存放在境内，使用飞书，并约定其不得他用。只有经办人员、签批和牵头的区领导、您这件事的责任单位能看与办理有关的部分；责任单位的名称会显示在您的查询页。不公开，对外通报不写企业和个人名称。需要保密的，请在表单中勾选“要求保密”或打电话说明：交办时不出现企业名称和联系人，查询页也不显示诉求内容，材料请当面或电话补交。',
    },
    { title: '存多久', text: keptHowLong(settings) },
    {
      title: '您可以',
      text: `查看、复制、更正、补充、删除自己的信息，限制或拒绝我们使用，要求解释。${contactPhrase(settings)}提出，核对身份后${ANSWER_WORKDAYS}个工作日内答复；不能办的，书面说明理由。您也可以向网信部门${cyberspacePhone === '' ? '' : `（电话${cyberspacePhone}）`}投诉，或者向法院起诉。`,
    },
    {
      title: '不想在网上填',
      text: '可以打电话或当面说，一样办理。同意后也可以撤回，撤回前已做的不受影响。内容有大的改动，会在查询页提醒您。',
    },
  ];
};
