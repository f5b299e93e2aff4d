import { isError, propertyOf } from './read-safely.js';

/**
 * An error as it may be logged: its stack. Of an error of the driver, which puts values into its messages, only the name and
 * where it was thrown; of what is no error, only the type. What refuses to be read is left out, whatever is thrown.
 */
export function describeError(error: unknown): string {
  if (!isError(error)) return typeof error;
  const name = textOf(error, 'name');
  const stack = textOf(error, 'stack');
  if (name === undefined) return withPlaces('An error that does not tell its name', stack);
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
