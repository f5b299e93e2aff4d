import { isValidDate } from '../../value/storable.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

export const dateKind = scalarKind({
  accepts: isValidDate,
  encode: (value: Date) => new Date(value),
  // MongoDB can store dates outside JavaScript's range; the driver reads them as invalid dates.
  decode: (stored) => (isValidDate(stored) ? new Date(stored) : mismatch),
  fromJson: (value) => dateOf(value) ?? value,
});

const isoText =
  /^(?<day>(\d{4}|[+-]\d{6})-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** The date of ISO 8601 text with a time and a time zone; undefined for any other value, and for a day that does not exist. */
export function dateOf(text: unknown): Date | undefined {
  const day = typeof text === 'string' ? isoText.exec(text)?.groups?.['day'] : undefined;
  if (day === undefined || !isDay(day)) return undefined;
  const date = new Date(text as string);
  return isValidDate(date) ? date : undefined;
}

/** JavaScript reads 30 February as 2 March. */
function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return isValidDate(midnight) && midnight.toISOString().startsWith(`${day}T`);
}
