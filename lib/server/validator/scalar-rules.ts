import type { ScalarKind } from '../../schema/kind-declarations.js';
import type { Plain } from '../../value/plain-object.js';

const numbers = Object.freeze(['double', 'int', 'long']);

/** The greatest and the least number of 32 bits. */
export const int32 = Object.freeze({ min: -(2 ** 31), max: 2 ** 31 - 1 });

/** The rules for stored values of each kind: all those that are read as a value of the kind, as far as JSON Schema can say it. */
export const scalarRules: Readonly<Record<ScalarKind, Plain>> = Object.freeze({
  string: { bsonType: 'string' },
  number: { bsonType: numbers },
  // Programs in JavaScript store whole numbers as double, which are read as well.
  int32: { bsonType: ['int', 'double'], multipleOf: 1, minimum: int32.min, maximum: int32.max },
  double: { bsonType: numbers },
  bigint: { bsonType: ['long', 'int', 'double'], multipleOf: 1 },
  boolean: { bsonType: 'bool' },
  date: { bsonType: 'date' },
  objectId: { bsonType: 'objectId' },
  binary: { bsonType: 'binData' },
  buffer: { bsonType: 'binData' },
  uuid: { bsonType: 'binData' },
  decimal128: { bsonType: 'decimal' },
  any: {},
});
