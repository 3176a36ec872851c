/**
 * 个人信息处理告知: what PIPL article 17 wants told before anything is filed. Its version is kept with every case, so that
 * it can be said later which text somebody had read. Change the version with every change of the words.
 */
import type { Settings } from '../workflow/directory.ts';

/** Raise with every change of the text below. */
export const NOTICE_VERSION = '2026-11';

export interface NoticeItem {
  readonly title: string;
  readonly text: string;
}

/** How the organ is reached, in one phrase. */
export const contactPhrase = ({ organName, organPhone }: Settings): string =>
  organPhone === '' ? organName : `${organName}，电话 ${organPhone}`;

/** The notice of one district, item by item. */
export const noticeItems = (settings: Settings): readonly NoticeItem[] => [
  {
    title: '谁在处理',
    text: `${settings.organName}，承担民营企业接待日的日常工作。联系方式：${contactPhrase(settings)}。`,
  },
  {
    title: '为什么处理',
    text: '依法履行联系服务民营企业职责：受理、核查、交办、答复您反映的诉求，并向您回访办理情况。不用于其他目的。',
  },
  {
    title: '处理哪些信息',
    text: '企业名称、统一社会信用代码，联系人姓名、身份、电话，以及您填写的诉求内容。不收集身份证号码，请不要填写与诉求无关的个人信息。',
  },
  {
    title: '怎样处理',
    text: '由工作人员和承办本事项的领导、责任单位在工作需要的范围内查看和使用，不对外公开。您要求保密的事项，将隐去企业信息。',
  },
  {
    title: '保存多久',
    text: '个人信息的保存期限为实现上述目的所必要的最短时间；事项办理材料按照档案管理规定的期限保存。',
  },
  {
    title: '您的权利',
    text: `您可以查阅、复制、更正或者要求删除个人信息，也可以要求我们解释处理规则。请联系${contactPhrase(settings)}。法律、行政法规规定应当继续保存的，我们会向您说明理由。`,
  },
];
