import { bsonTag } from '../../value/bson-tag.js';
import { findRecord, lineage } from './class-record.js';
import type { DocumentClass } from './class-record.js';
import { isPlainObject } from '../../value/plain-object.js';

/**
 * Whether a value stands for an embedded document of a class by its own fields: a plain object, or an instance of a class that is
 * neither this one nor another of documents, as those that hold what came in a request.
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

/** Whether an object has values of its own, by name, rather than hidden ones, as a Map, a Date or a value of the driver. */
export function hasNamedValues(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]' && bsonTag(value) === undefined;
}

/** One that has none may keep them in private fields, and would become an empty document. */
function isOfOwnFields(value: object): boolean {
  const made = classOf(value);
  if (!made || lineage(made).some((each) => findRecord(each)?.document)) return false;
  return hasNamedValues(value) && Object.keys(value).length > 0;
}

/** The class of an instance; undefined where the prototype is that of none, as one that careless code has made of data. */
function classOf(value: object): DocumentClass | undefined {
  const prototype = Object.getPrototypeOf(value) as object;
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof made === 'function' && made.prototype === prototype ? (made as DocumentClass) : undefined;
}
