/**
 * 个人信息告知: what PIPL article 17 wants told before anything is filed. Its version is kept with every case that came this
 * way, so that it can be said later which text somebody had read. Change the version with every change of the words. The
 * legal basis and the years are the district's adviser's to settle before it goes live.
 */
import type { Settings } from '../workflow/directory.ts';

/** Raise with every change of the text below. */
export const NOTICE_VERSION = '2026-12';

/** 年: contacts after the end of a matter, and what was handled (档案保管期限). */
const CONTACT_YEARS = 3;
const RECORD_YEARS = 10;
/** 工作日 within which a wish about one's own data is answered. */
const ANSWER_WORKDAYS = 15;

export interface NoticeItem {
  readonly title: string;
  readonly text: string;
}

/** How the organ is reached, in one phrase. */
const contactPhrase = ({ organName, organPhone }: Settings): string =>
  organPhone === '' ? `到${organName}办公室` : `打电话${organPhone}或到${organName}办公室`;

/** The notice of one district, item by item. */
export const noticeItems = (settings: Settings): readonly NoticeItem[] => [
  {
    title: '谁收集和使用',
    text: `${settings.organName}，承担民营企业接待日的日常工作。${settings.organPhone === '' ? '' : `电话：${settings.organPhone}（工作日）。`}`,
  },
  {
    title: '凭什么、做什么',
    text: `根据《中华人民共和国民营经济促进法》和${settings.districtName}接待日工作规则，用于受理、核查、交办、答复您的诉求，回访您是否满意，统计和改进工作，按规定存档。不作他用。`,
  },
  {
    title: '收集什么',
    text: '企业名称、统一社会信用代码；联系人姓名、身份、电话；诉求和您上传的照片、材料；您的补充、评价，我们与您通话、见面的记录。不收身份证号。银行账户、健康等敏感内容，不是说清问题必需的，请不要写、不要传。',
  },
  {
    title: '放在哪里、谁能看',
    text: '存放在境内，使用飞书，并约定其不得他用。只有经办人员、签批和牵头的区领导、您这件事的责任单位能看与办理有关的部分；责任单位的名称会显示在您的查询页。不公开，对外通报不写企业和个人名称。需要保密的，请在表单中勾选“要求保密”或打电话说明：交办时不出现企业名称和联系人，查询页也不显示诉求内容，材料请当面或电话补交。',
  },
  {
    title: '存多久',
    text: `联系人电话等，自办结起${CONTACT_YEARS}年后删除；办理材料按档案规定保存${RECORD_YEARS}年或更长。`,
  },
  {
    title: '您可以',
    text: `查看、复制、更正、补充、删除自己的信息，限制或拒绝我们使用，要求解释。${contactPhrase(settings)}提出，核对身份后${ANSWER_WORKDAYS}个工作日内答复；不能办的，书面说明理由。您也可以向网信部门投诉，或者向法院起诉。`,
  },
  {
    title: '不想在网上填',
    text: '可以打电话或当面说，一样办理。同意后也可以撤回，撤回前已做的不受影响。内容有大的改动，会在查询页提醒您。',
  },
];
