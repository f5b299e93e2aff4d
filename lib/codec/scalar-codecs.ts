import type { ScalarKind } from '../schema/document-schema.js';
import { anyCodec } from './any.js';
import { binaryCodec } from './binary.js';
import { booleanCodec } from './boolean.js';
import { bufferCodec } from './buffer.js';
import type { Codec } from './codec.js';
import { dateCodec } from './date.js';
import { decimal128Codec } from './decimal128.js';
import { doubleCodec } from './double.js';
import { int32Codec } from './int32.js';
import { longCodec } from './long.js';
import { numberCodec } from './number.js';
import { objectIdCodec } from './object-id.js';
import { stringCodec } from './string.js';
import { uuidCodec } from './uuid.js';

export const scalarCodecs: Readonly<Record<ScalarKind, Codec>> = {
  string: stringCodec,
  number: numberCodec,
  int32: int32Codec,
  double: doubleCodec,
  bigint: longCodec,
  boolean: booleanCodec,
  date: dateCodec,
  objectId: objectIdCodec,
  binary: binaryCodec,
  buffer: bufferCodec,
  uuid: uuidCodec,
  decimal128: decimal128Codec,
  any: anyCodec,
};
