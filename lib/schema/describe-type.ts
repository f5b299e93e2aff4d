import type { FieldType } from './document-schema.js';

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
