/** A number with its unit: `500ms`, `60s`, `5m`, `2h`, `1d`. */
export type DurationText = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const units: Readonly<Record<string, number>> = Object.freeze({
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
});

/** The milliseconds of a number of them, or of a text as `60s`; undefined for anything else, and for less than one millisecond. */
export function millisecondsOf(duration: unknown): number | undefined {
  if (typeof duration === 'number') return checked(duration);
  if (typeof duration !== 'string' || duration.length > 20) return undefined;
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration) ?? [];
  return checked(Number(amount) * (units[unit] ?? 0));
}

function checked(milliseconds: number): number | undefined {
  const whole = Math.round(milliseconds);
  return Number.isSafeInteger(whole) && whole >= 1 ? whole : undefined;
}
