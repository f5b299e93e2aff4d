/** A date, and a time with or without seconds and offset. A space before the offset is a `+` that was not escaped in the URL. */
const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:Z|([+ -])([01]\d|2[0-3]):?([0-5]\d))?)?$/;

/** Reads a date of ISO 8601. A date without a time is its beginning, and a time without an offset is UTC. Undefined for other text. */
export function dateOf(text: string): Date | undefined {
  const found: readonly (string | undefined)[] | null = iso.exec(text);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((each) => Number(each ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day);
  if (date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day) return undefined;
  const milliseconds = Number((found[7] ?? '').padEnd(3, '0').slice(0, 3));
  date.setUTCHours(hour ?? 0, minute, second, milliseconds);
  const offset = (Number(found[9] ?? 0) * 60 + Number(found[10] ?? 0)) * (found[8] === '-' ? -1 : 1);
  return new Date(date.getTime() - offset * 60_000);
}
