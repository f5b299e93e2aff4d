import { bsonTag } from '../../value/bson-tag.js';
import { findRecord, lineage } from './class-record.js';
import type { DocumentClass } from './class-record.js';
import { isPlainObject } from '../../value/plain-object.js';

/**
 * Whether a value stands for an embedded document of a class by its fields: a plain object, or an instance of a class that is neither this
 * one nor a document class, such as a DTO of a request.
 */
export function isGivenByFields(
  documentClass: DocumentClass,
  value: unknown,
): value is Record<string, unknown> {
  if (isPlainObject(value)) return true;
  return (
    typeof value === 'object' && value !== null && !(value instanceof documentClass) && isOfOwnFields(value)
  );
}

/** Whether an object has named values of its own, unlike a Map, a Date or a value of the driver, whose values are hidden. */
export function hasNamedValues(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]' && bsonTag(value) === undefined;
}

/** Whether an instance has values of its own: one without may keep them in private fields, and would become an empty document. */
function isOfOwnFields(value: object): boolean {
  const made = classOf(value);
  if (!made || lineage(made).some((each) => findRecord(each)?.document)) return false;
  return hasNamedValues(value) && Object.keys(value).length > 0;
}

/** The class of an instance; undefined if its prototype does not belong to a class, as when careless code makes a prototype of data. */
function classOf(value: object): DocumentClass | undefined {
  const prototype = Object.getPrototypeOf(value) as object;
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof made === 'function' && made.prototype === prototype ? (made as DocumentClass) : undefined;
}
