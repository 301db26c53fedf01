// Dates that exist: the thirty-first of February has the right form and is wrong.

const real = (year, month, day) => {
  if (month < 1 || month > 12) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return day >= 1 && day <= last;
};

export const realDate = (year, month = 1, day = 1) => Number.isInteger(year) && real(year, month, day);

/** RFC 3339: a day, a time, and what that is in universal time. */
export function rfc3339(words) {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-](\d\d):(\d\d))$/.exec(words);
  if (!found) return false;
  const [, year, month, day, hour, minute, second, zone = 0, part = 0] = found.map(Number).map((n) => (Number.isNaN(n) ? undefined : n));
  return real(year, month, day) && hour < 24 && minute < 60 && second < 61 && zone < 24 && part < 60;
}

/** ISO 8601 as schema.org's Date and DateTime allow it: a year, a month or a day, or a day with a time. */
export function iso8601(words) {
  const found = /^([+-]?\d{4,6})(?:-(\d\d)(?:-(\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?$/.exec(words);
  if (!found) return false;
  const [, year, month = 1, day = 1, time] = found;
  if (time && (Number(time.slice(1, 3)) > 23 || Number(time.slice(4, 6)) > 59)) return false;
  return real(Number(year), Number(month), Number(day));
}
