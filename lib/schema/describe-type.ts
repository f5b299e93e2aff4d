import type { FieldType } from './document-schema.js';
import { kindDeclarations } from './kind-declarations.js';

/** The type as messages name it: `string[]`, `map of Address`. */
export function describeType(type: FieldType): string {
  if ('schema' in type) return type.schema.name;
  if (!('of' in type)) return type.kind;
  const of = describeType(type.of);
  return kindDeclarations[type.kind].describe?.(of) ?? `${type.kind} of ${of}`;
}
