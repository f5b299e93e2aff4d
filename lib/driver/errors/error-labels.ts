import { MongoNetworkError } from 'mongodb';
import { isInstanceOf, propertyOf, readSafely } from '../../errors/read-safely.js';

/** So many errors around each other are looked through: an error may make another cause each time that it is asked. */
const depthLimit = 100;

/** Whether an error, or one that it was made of, has this label of the driver's: errors are wrapped on their way. */
export function hasLabel(error: unknown, label: string): boolean {
  let each = error;
  for (let depth = 0; each && depth < depthLimit; depth++) {
    if (labelsOf(each).includes(label)) return true;
    each = propertyOf(each, 'cause');
  }
  return false;
}

/** The labels that the driver has given an error; none if it is not one of the driver's. */
export function labelsOf(error: unknown): readonly string[] {
  const labels = propertyOf(error, 'errorLabels');
  return readSafely(() => (Array.isArray(labels) ? (labels as readonly string[]) : none), none);
}

const none: readonly string[] = Object.freeze([]);

/**
 * Whether a command failed as its connection did, which the driver labels not always: not where the pool was cleared before. A bulk error
 * keeps that one as its `errorResponse`.
 */
export function isOfNetwork(error: unknown): boolean {
  return (
    isInstanceOf(error, MongoNetworkError) ||
    isInstanceOf(propertyOf(error, 'errorResponse'), MongoNetworkError)
  );
}
