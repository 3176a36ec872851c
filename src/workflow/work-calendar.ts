/**
 * 工作日: which days count, from the published holiday arrangements (package data) and a district's own changes. Knows how
 * far the published data reach; beyond that only weekends are known. Asks the package by Beijing date string only, because
 * it would read a moment in the zone of the machine. Does no reckoning of limits (`deadlines.ts`).
 */
import chineseDays from 'chinese-days';
import { isWeekend } from './beijing-date.ts';
import { type BeijingDate, beijingDate } from './ids.ts';

export interface WorkCalendar {
  /** Whether the day counts: weekdays and make-up days (调休上班), less holidays and local days off. */
  isWorkday(date: BeijingDate): boolean;
  /** Name of the holiday that takes the day off, or null on workdays and on ordinary weekends. */
  holidayName(date: BeijingDate): string | null;
  /** Last day of the last year whose holidays are published; later answers are provisional. */
  readonly coveredThrough: BeijingDate;
}

/** Local changes to the national calendar, from 参数设置. A day named in both lists is a day off. */
export interface CalendarChanges {
  readonly extraDaysOff: readonly BeijingDate[];
  readonly extraWorkdays: readonly BeijingDate[];
}

// The package is CommonJS to Node and a module to bundlers; only the default export is there in both.
const { getDayDetail, getHolidaysInRange } = chineseDays;

/** First year of the package's data. */
const FIRST_YEAR = 2004;
const LOCAL_DAY_OFF = '本地放假';

interface NationalDay {
  readonly isWorkday: boolean;
  readonly holidayName: string | null;
}

/** Published days never change while a program runs, so each is asked for once however many districts there are. */
const nationalDays = new Map<BeijingDate, NationalDay>();

const nationalDay = (date: BeijingDate): NationalDay => {
  const known = nationalDays.get(date);
  if (known) return known;
  const { work, name } = getDayDetail(date);
  // A day of the arrangements reads “National Day,国庆节,3”. Of any other day the package tells the weekday it is on the
  // machine, which west of Greenwich is the day before; so weekends are told here.
  const arrangement = name.split(',')[1];
  const day = arrangement
    ? { isWorkday: work, holidayName: work ? null : arrangement }
    : { isWorkday: !isWeekend(date), holidayName: null };
  nationalDays.set(date, day);
  return day;
};

const isPublished = (year: number): boolean => getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0;

let publishedThrough: BeijingDate | null = null;
/** The package answers “workday” for years it knows nothing about, so its reach is read off the holidays it lists. */
const lastPublishedDay = (): BeijingDate => {
  if (publishedThrough) return publishedThrough;
  let year = FIRST_YEAR;
  while (isPublished(year)) year += 1;
  publishedThrough = beijingDate(`${year - 1}-12-31`);
  return publishedThrough;
};

/** The calendar of one district. Takes a whole `Settings` as well. */
export const createWorkCalendar = (changes: CalendarChanges): WorkCalendar => {
  const isLocalDayOff = (date: BeijingDate): boolean => changes.extraDaysOff.includes(date);
  const isLocalWorkday = (date: BeijingDate): boolean => changes.extraWorkdays.includes(date);
  return {
    isWorkday: (date) => !isLocalDayOff(date) && (isLocalWorkday(date) || nationalDay(date).isWorkday),
    holidayName: (date) => {
      if (isLocalDayOff(date)) return nationalDay(date).holidayName ?? LOCAL_DAY_OFF;
      return isLocalWorkday(date) ? null : nationalDay(date).holidayName;
    },
    coveredThrough: lastPublishedDay(),
  };
};
