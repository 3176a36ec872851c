/** What 运行状况 says of the district itself: a year whose holidays are not known yet, units that have nobody. */

import { calendarGap } from '../workflow/calendar-gap.ts';
import type { Directory } from '../workflow/directory.ts';
import type { BeijingDate } from '../workflow/ids.ts';
import { hasNoSeat } from '../workflow/roles.ts';
import { createWorkCalendar } from '../workflow/work-calendar.ts';

/** Of a calendar without the year; said by the doctor, too. */
export const calendarSentence = (year: number): string =>
  `${year}年放假安排尚未纳入，跨入${year}年的时限只扣除周末，均为暂定。`;
export const CALENDAR_REMEDY =
  '放假安排公布后请更新系统；更新前可在“参数设置”的“另行放假日期”“另行上班日期”中填写，时限会随之重新计算并告知有关各方。';

export interface DistrictTrouble {
  readonly name: string;
  readonly item: string;
  readonly sentence: string;
}

export const districtTroubles = ({ units, settings }: Directory, today: BeijingDate): readonly DistrictTrouble[] => {
  const year = calendarGap(today, createWorkCalendar(settings));
  // A unit that works by web never had a seat, and says so itself.
  const empty = units.filter((unit) => !unit.worksByWeb && !unit.isFederation && hasNoSeat(unit));
  return [
    ...(year === null
      ? []
      : [{ name: 'calendar', item: '工作日历', sentence: `${calendarSentence(year)}${CALENDAR_REMEDY}` }]),
    ...(empty.length === 0
      ? []
      : [
          {
            name: 'emptyUnits',
            item: '单位与承办人',
            sentence: `${empty.map(({ name }) => name).join('、')}没有负责人和承办人，收不到交办单和提醒，提醒改发工商联，请尽快补填。`,
          },
        ]),
  ];
};
