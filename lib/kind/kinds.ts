import type { ArrayType, EmbeddedType, FieldType, MapType } from '../schema/document-schema.js';
import type { ScalarKind } from '../schema/kind-declarations.js';
import { anyKind } from './container/any.js';
import { arrayKind } from './container/array.js';
import { embeddedKind } from './container/embedded.js';
import { mapKind } from './container/map.js';
import type { Kind } from './kind.js';
import type { Scalar } from './scalar-kind.js';
import { bigintKind } from './scalar/bigint.js';
import { binaryKind } from './scalar/binary.js';
import { booleanKind } from './scalar/boolean.js';
import { bufferKind } from './scalar/buffer.js';
import { dateKind } from './scalar/date.js';
import { decimal128Kind } from './scalar/decimal128.js';
import { doubleKind } from './scalar/double.js';
import { int32Kind } from './scalar/int32.js';
import { numberKind } from './scalar/number.js';
import { objectIdKind } from './scalar/object-id.js';
import { stringKind } from './scalar/string.js';
import { uuidKind } from './scalar/uuid.js';

/** Kinds of values that are stored as one BSON value. */
export const scalarKinds: Readonly<Record<ScalarKind, Scalar>> = Object.freeze({
  string: stringKind,
  number: numberKind,
  int32: int32Kind,
  double: doubleKind,
  bigint: bigintKind,
  boolean: booleanKind,
  date: dateKind,
  objectId: objectIdKind,
  binary: binaryKind,
  buffer: bufferKind,
  uuid: uuidKind,
  decimal128: decimal128Kind,
  any: anyKind,
});

interface ContainerKinds {
  readonly array: Kind<ArrayType>;
  readonly map: Kind<MapType>;
  readonly embedded: Kind<EmbeddedType>;
}

/** All kinds of values. A new kind is a file, a row here, and a declaration in `schema/kind-declarations.ts`. */
export const kinds: Readonly<Record<ScalarKind, Scalar>> & ContainerKinds = Object.freeze({
  ...scalarKinds,
  array: arrayKind,
  map: mapKind,
  embedded: embeddedKind,
});

/** The kind of the values of a type. */
export function kindOf(type: FieldType): Kind {
  return kinds[type.kind];
}
