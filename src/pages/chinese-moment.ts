/** Days and moments as people read them on the pages, in Beijing time. */
import { beijingDateOf, dayInChinese, minutesOfBeijingDay } from '../workflow/beijing-date.ts';
import type { BeijingDate, Ms } from '../workflow/ids.ts';

/** 2026年3月2日 */
export const dayText = (date: BeijingDate): string => dayInChinese(date, true);

/** 2026年3月2日 10:05 */
export const momentText = (at: Ms): string => {
  const minutes = minutesOfBeijingDay(at);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return `${dayText(beijingDateOf(at))} ${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
};
