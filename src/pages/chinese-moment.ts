/** Days and moments as people read them on the pages, in Beijing time. */
import { beijingDateOf, dayInChinese, minutesOfBeijingDay, yearOf } from '../workflow/beijing-date.ts';
import type { BeijingDate, Ms } from '../workflow/ids.ts';

/** 2026年3月2日 */
export const dayText = (date: BeijingDate): string => dayInChinese(date, true);

/** 3月2日 10:05; with the year unless it is the present one. */
export const dayWords = (at: Ms, now: Ms): string => {
  const date = beijingDateOf(at);
  const minutes = minutesOfBeijingDay(at);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const day = dayInChinese(date, yearOf(date) !== yearOf(beijingDateOf(now)));
  return `${day} ${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
};
