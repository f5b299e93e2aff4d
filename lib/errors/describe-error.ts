import { isError, propertyOf } from './read-safely.js';

/**
 * Describes an error for the log by its stack. Messages of the driver hold values, so its errors are described by name and stack lines
 * only, and values other than errors by their type. Unreadable parts are left out; it never throws.
 */
export function describeError(error: unknown): string {
  if (!isError(error)) return typeof error;
  const name = textOf(error, 'name');
  const stack = textOf(error, 'stack');
  if (name === undefined) return withPlaces('An error without a readable name', stack);
  if (/^(Mongo|BSON)/.test(name)) return withPlaces(`${name} (see "cause")`, stack);
  return stack ?? `${name}: ${textOf(error, 'message') ?? 'its message cannot be read'}`;
}

function textOf(error: Error, name: string): string | undefined {
  const text = propertyOf(error, name);
  return typeof text === 'string' ? text : undefined;
}

function withPlaces(title: string, stack = ''): string {
  return [title, ...stack.split('\n').filter((line) => /^\s+at /.test(line))].join('\n');
}
