import { isNativeError } from 'node:util/types';

/** What others throw may refuse to be read: a getter that throws, a proxy. Reads something of it. @returns `otherwise` if that fails */
export function readSafely<R>(read: () => R, otherwise: R): R {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

type ErrorClass<E> = abstract new (...given: never[]) => E;

/** Whether a value is an instance of a class; false for one that refuses to be asked. */
export function isInstanceOf<E>(value: unknown, errorClass: ErrorClass<E>): value is E {
  return readSafely(() => value instanceof errorClass, false);
}

/** Whether a value is an error, of whatever realm. */
export function isError(value: unknown): value is Error {
  return isNativeError(value) || isInstanceOf(value, Error);
}

/** A property of a value that others have thrown; undefined if it has none, or refuses to be read. */
export function propertyOf(value: unknown, name: string): unknown {
  return readSafely(() => (value as Readonly<Record<string, unknown>> | null | undefined)?.[name], undefined);
}
