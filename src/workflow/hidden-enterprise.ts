/**
 * 保密: how a confidential enterprise is called where units read of it, and the request without its name, contact and number,
 * wherever they stand in it.
 */
import type { Case } from './case.ts';

export const HIDDEN_NAME = '保密企业';

export const withoutEnterprise = (subject: Case, text: string): string => {
  const { enterpriseName: name, contactName, phone } = subject.appeal;
  return [name, phone, contactName]
    .map((each) => each.trim())
    .filter((each) => [...each].length >= 2)
    .reduce((masked, each) => masked.replaceAll(each, `〔${HIDDEN_NAME}〕`), text);
};
