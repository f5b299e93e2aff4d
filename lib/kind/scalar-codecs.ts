import type { ScalarKind } from '../schema/document-schema.js';
import { anyCodec } from './container/any.js';
import { binaryCodec } from './scalar/binary.js';
import { booleanCodec } from './scalar/boolean.js';
import { bufferCodec } from './scalar/buffer.js';
import type { Codec } from './codec.js';
import { dateCodec } from './scalar/date.js';
import { decimal128Codec } from './scalar/decimal128.js';
import { doubleCodec } from './scalar/double.js';
import { int32Codec } from './scalar/int32.js';
import { longCodec } from './scalar/bigint.js';
import { numberCodec } from './scalar/number.js';
import { objectIdCodec } from './scalar/object-id.js';
import { stringCodec } from './scalar/string.js';
import { uuidCodec } from './scalar/uuid.js';

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
