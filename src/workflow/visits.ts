/** 来访: which cases of a day are one visit. One 查询码 is one enterprise; else its code tells, or its name (`isOneEnterprise`). */
import type { Case } from './case.ts';
import { type EnterpriseKeys, enterpriseKeys, isOneEnterprise } from './ties.ts';

interface Known extends EnterpriseKeys {
  readonly subject: Case;
}
const knownAs = (subject: Case): Known => ({ subject, ...enterpriseKeys(subject.appeal) });

const isOneVisit = (one: Known, other: Known): boolean =>
  one.subject.visitKey === other.subject.visitKey || isOneEnterprise(one, other);

/** In the order of the first case of each, and within a visit in the order given. */
export const byVisit = (cases: readonly Case[]): readonly (readonly Case[])[] => {
  let visits: readonly (readonly Known[])[] = [];
  for (const known of cases.map(knownAs)) {
    const own = visits.filter((visit) => visit.some((other) => isOneVisit(other, known)));
    const [first] = own;
    const joined = [...own.flat(), known];
    visits = first
      ? visits.flatMap((visit) => (visit === first ? [joined] : own.includes(visit) ? [] : [visit]))
      : [...visits, joined];
  }
  return visits.map((visit) => {
    const own = new Set(visit.map(({ subject }) => subject));
    return cases.filter((subject) => own.has(subject));
  });
};
