import type { DocumentSchema, FieldType } from '../document-schema.js';
import type { IndexPath } from '../index-schema.js';
import { isShownKey } from './undeclared-field.js';

/** A path of an index, found in the schema. */
export interface FoundIndexPath extends IndexPath {
  readonly type: FieldType;
}

/**
 * Finds a path of field names, which may pass arrays, with or without an index, and name keys of maps and of untyped values; undefined for
 * an undeclared one.
 */
export function findIndexPath(schema: DocumentSchema, path: string): FoundIndexPath | undefined {
  const keys: string[] = [];
  let type: FieldType | undefined = { kind: 'embedded', schema };
  for (const name of path.split('.')) {
    const holder = throughArrays(type, name);
    type = partOf(holder, name);
    if (!type) return undefined;
    keys.push('schema' in holder ? (holder.schema.fieldsByName.get(name)?.key ?? name) : name);
  }
  return { path, keyPath: keys.join('.'), type };
}

/** Enters the elements of arrays, for a name that is not an index. */
function throughArrays(type: FieldType, name: string): FieldType {
  return type.kind === 'array' && !/^(0|[1-9]\d*)$/.test(name) ? throughArrays(type.of, name) : type;
}

function partOf(type: FieldType, name: string): FieldType | undefined {
  switch (type.kind) {
    case 'embedded':
      return type.schema.fieldsByName.get(name)?.type;
    case 'array':
      return type.of;
    case 'map':
      return isShownKey(name) ? type.of : undefined;
    case 'any':
      return isShownKey(name) ? type : undefined;
    default:
      return undefined;
  }
}
