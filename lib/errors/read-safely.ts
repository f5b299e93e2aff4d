import { isNativeError } from 'node:util/types';

/** Reads from a thrown value, which may fail: it may have a throwing getter, or be a Proxy. @returns `otherwise` if that fails */
export function readSafely<R>(read: () => R, otherwise: R): R {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

type ErrorClass<E> = abstract new (...given: never[]) => E;

/** Whether a value is an instance of a class; false if checking it throws. */
export function isInstanceOf<E>(value: unknown, errorClass: ErrorClass<E>): value is E {
  return readSafely(() => value instanceof errorClass, false);
}

/** Whether a value is an error, from any realm. */
export function isError(value: unknown): value is Error {
  return isNativeError(value) || isInstanceOf(value, Error);
}

/** A property of a thrown value; undefined if it has none, or if reading it throws. */
export function propertyOf(value: unknown, name: string): unknown {
  return readSafely(() => (value as Readonly<Record<string, unknown>> | null | undefined)?.[name], undefined);
}
