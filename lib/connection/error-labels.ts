import { MongoNetworkError } from 'mongodb';
import { isObject } from '../schema/own-value.js';

/** Whether an error, or one that it was made of, has this label of the driver's: errors are wrapped on their way. */
export function hasLabel(error: unknown, label: string): boolean {
  const seen = new Set<unknown>();
  for (let each = error; isObject(each) && !seen.has(each); each = each['cause']) {
    seen.add(each);
    const labels = each['errorLabels'];
    if (Array.isArray(labels) && labels.includes(label)) return true;
  }
  return false;
}

/**
 * Whether a command failed as its connection did, which the driver labels not always: not where the pool was cleared before. A bulk error
 * keeps that one as its `errorResponse`.
 */
export function isOfNetwork(error: unknown): boolean {
  const response = isObject(error) ? error['errorResponse'] : undefined;
  return error instanceof MongoNetworkError || response instanceof MongoNetworkError;
}
