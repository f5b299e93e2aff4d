import type { DocumentSchema } from './document-schema.js';

/** Values that are stored as one BSON value. `number` is int32 or double as the value requires; `any` is stored as it is. */
export type ScalarKind =
  | 'string'
  | 'number'
  | 'int32'
  | 'double'
  | 'bigint'
  | 'boolean'
  | 'date'
  | 'objectId'
  | 'binary'
  | 'buffer'
  | 'uuid'
  | 'decimal128'
  | 'any';

export interface ScalarType {
  readonly kind: ScalarKind;
}

export interface ArrayType {
  readonly kind: 'array';
  readonly of: FieldType;
}

/** A JavaScript `Map` with string keys, stored as an object. */
export interface MapType {
  readonly kind: 'map';
  readonly of: FieldType;
}

export interface EmbeddedType {
  readonly kind: 'embedded';
  readonly schema: DocumentSchema;
}

/** What a field holds. */
export type FieldType = ScalarType | ArrayType | MapType | EmbeddedType;

/** The type as messages name it: `string[]`, `map of Address`. */
export function describeType(type: FieldType): string {
  switch (type.kind) {
    case 'array':
      return `${describeType(type.of)}[]`;
    case 'map':
      return `map of ${describeType(type.of)}`;
    case 'embedded':
      return type.schema.name;
    default:
      return type.kind;
  }
}
