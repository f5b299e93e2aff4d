import { isError } from './is-error.js';

/**
 * An error as it may be logged: its stack. Of an error of the driver, which puts values into its messages, only the name and
 * where it was thrown; of what is no error, only the type.
 */
export function describeError(error: unknown): string {
  if (!isError(error)) return typeof error;
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  if (!/^(Mongo|BSON)/.test(error.name)) return stack;
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return [`${error.name} (see "cause")`, ...places].join('\n');
}
