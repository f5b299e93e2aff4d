import { isDate } from 'node:util/types';
import { bsonTag, unwrapped } from '../../value/bson-tag.js';

/** The types that an id can have, in the order in which the server sorts them; those of one group are compared with each other. */
const order: readonly (readonly string[])[] = Object.freeze([
  ['minKey'],
  ['null'],
  ['double', 'int', 'long', 'decimal'],
  ['symbol', 'string'],
  ['object'],
  ['binData'],
  ['objectId'],
  ['bool'],
  ['date'],
  ['timestamp'],
  ['maxKey'],
]);

const byTag: Readonly<Record<string, string>> = Object.freeze({
  MinKey: 'minKey',
  Double: 'double',
  Int32: 'int',
  Long: 'long',
  Decimal128: 'decimal',
  BSONSymbol: 'symbol',
  Binary: 'binData',
  ObjectId: 'objectId',
  Timestamp: 'timestamp',
  MaxKey: 'maxKey',
});

const byTypeof: Readonly<Record<string, string>> = Object.freeze({
  number: 'double',
  bigint: 'long',
  string: 'string',
  boolean: 'bool',
});

/** Whether a range can have both ids as its ends. */
export function areComparable(one: unknown, other: unknown): boolean {
  return order.some((group) => group.includes(typeOfId(one)) && group.includes(typeOfId(other)));
}

/** The types that come after that of an id, by the server's names. */
export function laterTypes(id: unknown): string[] {
  const type = typeOfId(id);
  return order.slice(order.findIndex((group) => group.includes(type)) + 1).flat();
}

/** Whether an id is NaN: the server sorts it before all numbers, but compares none with it. */
export function isNotANumber(id: unknown): boolean {
  return bsonTag(id) === 'Decimal128' ? String(id) === 'NaN' : Number.isNaN(unwrapped(id));
}

function typeOfId(id: unknown): string {
  if (id === null) return 'null';
  if (isDate(id)) return 'date';
  return byTypeof[typeof id] ?? byTag[bsonTag(id) ?? ''] ?? 'object';
}
