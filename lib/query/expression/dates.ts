import { describeValue } from '../../value/describe-value.js';
import { InvalidPipelineError } from '../query-errors.js';
import { Expression, dateType, numberType, stringType } from './expression.js';
import { operand } from './operand.js';
import type { NullOf, Operand } from './operand-types.js';

const units = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;

/** A unit of time in expressions. */
export type DateUnit = (typeof units)[number];

/** Options of functions of dates. */
export interface DateZone {
  /** The time zone, as `Europe/Berlin` or `+02:00`. Default UTC. */
  readonly timezone?: string;
}

type DatePart = <const O extends Operand<Date>>(date: O, zone?: DateZone) => Expression<number | NullOf<O>>;

function part(name: string): DatePart {
  return (given, zone) =>
    new Expression(
      { [`$${name}`]: { date: operand(name, given).compiled, ...zoneOf(name, zone) } },
      numberType,
    ) as never;
}

function zoneOf(place: string, zone: DateZone = {}): { timezone?: unknown } {
  const { timezone } = zone;
  return timezone === undefined ? {} : { timezone: textOf(place, 'timezone', timezone) };
}

/** Text that is never read as a path. @throws InvalidPipelineError */
function textOf(place: string, name: string, given: unknown): unknown {
  if (typeof given === 'string') return operand(place, given).compiled;
  throw new InvalidPipelineError(
    place,
    `Its ${name} is ${describeValue(given)} and not a text`,
    'Pass a text',
  );
}

function unitOf(place: string, unit: unknown): string {
  if (units.includes(unit as DateUnit)) return unit as string;
  throw new InvalidPipelineError(place, 'Its unit of time is unknown', `Use ${units.join(', ')}`);
}

/** Functions of dates. Of null and absent they are null. */
export const dates = Object.freeze({
  /** The year. */
  year: part('year'),
  /** The month, from 1 to 12. */
  month: part('month'),
  /** The day of the month, from 1 to 31. */
  dayOfMonth: part('dayOfMonth'),
  /** The day of the week, from 1, Sunday, to 7. */
  dayOfWeek: part('dayOfWeek'),
  /** The hour, from 0 to 23. */
  hour: part('hour'),

  /** The date at which its year, month, week … begins; weeks begin on Sunday. */
  dateTrunc: <const O extends Operand<Date>>(
    given: O,
    unit: DateUnit,
    zone?: DateZone,
  ): Expression<Date | NullOf<O>> => {
    const compiled = {
      date: operand('dateTrunc', given).compiled,
      unit: unitOf('dateTrunc', unit),
      ...zoneOf('dateTrunc', zone),
    };
    return new Expression({ $dateTrunc: compiled }, dateType) as never;
  },

  /** The date so much later, or earlier by a negative amount. */
  dateAdd: <const O extends Operand<Date>, const N extends Operand<number>>(
    given: O,
    amount: N,
    unit: DateUnit,
    zone?: DateZone,
  ): Expression<Date | NullOf<O | N>> => {
    const compiled = {
      startDate: operand('dateAdd', given).compiled,
      unit: unitOf('dateAdd', unit),
      amount: operand('dateAdd', amount).compiled,
      ...zoneOf('dateAdd', zone),
    };
    return new Expression({ $dateAdd: compiled }, dateType) as never;
  },

  /** The number of times that a year, month, day … begins between two dates. */
  dateDiff: <const A extends Operand<Date>, const B extends Operand<Date>>(
    from: A,
    to: B,
    unit: DateUnit,
    zone?: DateZone,
  ): Expression<number | NullOf<A | B>> => {
    const compiled = {
      startDate: operand('dateDiff', from).compiled,
      endDate: operand('dateDiff', to).compiled,
      unit: unitOf('dateDiff', unit),
      ...zoneOf('dateDiff', zone),
    };
    return new Expression({ $dateDiff: compiled }, numberType) as never;
  },

  /** The date as text, in a format of MongoDB such as `%Y-%m-%d`. Default that of ISO 8601. */
  dateToString: <const O extends Operand<Date>>(
    given: O,
    format?: string,
    zone?: DateZone,
  ): Expression<string | NullOf<O>> => {
    const compiled = {
      date: operand('dateToString', given).compiled,
      ...(format !== undefined && { format: textOf('dateToString', 'format', format) }),
      ...zoneOf('dateToString', zone),
    };
    return new Expression({ $dateToString: compiled }, stringType) as never;
  },
});
