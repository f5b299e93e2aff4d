import { MongoNetworkError } from 'mongodb';
import { isInstanceOf, propertyOf, readSafely } from '../../errors/read-safely.js';

/** The maximum number of nested errors to search: an error's getter may return a new cause each time. */
const depthLimit = 100;

/** Whether an error, or one of its causes, has this label of the driver: errors are wrapped on their way. */
export function hasLabel(error: unknown, label: string): boolean {
  let each = error;
  for (let depth = 0; each && depth < depthLimit; depth++) {
    if (labelsOf(each).includes(label)) return true;
    each = propertyOf(each, 'cause');
  }
  return false;
}

/** Lists the labels that the driver has given an error; empty for other errors. */
export function labelsOf(error: unknown): readonly string[] {
  const labels = propertyOf(error, 'errorLabels');
  return readSafely(() => (Array.isArray(labels) ? (labels as readonly string[]) : none), none);
}

const none: readonly string[] = Object.freeze([]);

/**
 * Whether a command failed with its connection, which the driver does not always label: not if the pool was cleared before. A bulk error
 * keeps the original as its `errorResponse`.
 */
export function isNetworkError(error: unknown): boolean {
  return (
    isInstanceOf(error, MongoNetworkError) ||
    isInstanceOf(propertyOf(error, 'errorResponse'), MongoNetworkError)
  );
}
