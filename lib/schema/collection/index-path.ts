import type { DocumentSchema, FieldType } from '../document-schema.js';
import type { IndexPath } from '../collection-schema.js';
import { isStorableKey } from '../../value/storable.js';

/** A path of an index, found in the schema. */
export interface FoundIndexPath extends IndexPath {
  /** The type of the values there. */
  readonly type: FieldType;
  /** The path of the outermost array that it passes; undefined without one. */
  readonly array: string | undefined;
  /** Whether it names an entry of a map, or of an untyped value. */
  readonly isInMap: boolean;
  /** Whether every document has a value there: its fields are required, and it passes no array. */
  readonly isRequired: boolean;
}

/**
 * Finds a path of field names, which may pass arrays, with or without an index, and name keys of maps and of untyped values; undefined for
 * an undeclared one.
 */
export function findIndexPath(schema: DocumentSchema, path: string): FoundIndexPath | undefined {
  const keys: string[] = [];
  let type: FieldType = { kind: 'embedded', schema };
  let array: string | undefined;
  let isInMap = false;
  let isRequired = true;
  for (const name of path.split('.')) {
    if (type.kind === 'array') array ??= keys.join('.');
    const holder = throughArrays(type, name);
    const part = partOf(holder, name);
    if (!part) return undefined;
    isInMap ||= holder.kind === 'map' || holder.kind === 'any';
    isRequired &&= part.required === true && holder === type;
    keys.push(part.key);
    type = part.type;
  }
  return { path, keyPath: keys.join('.'), type, array, isInMap, isRequired };
}

interface Part {
  readonly required?: boolean;
  readonly key: string;
  readonly type: FieldType;
}

/** Enters the elements of arrays, for a name that is not an index. */
function throughArrays(type: FieldType, name: string): FieldType {
  return type.kind === 'array' && !/^(0|[1-9]\d*)$/.test(name) ? throughArrays(type.of, name) : type;
}

function partOf(type: FieldType, name: string): Part | undefined {
  switch (type.kind) {
    case 'embedded':
      return type.schema.fieldsByName.get(name);
    case 'array':
      return { key: name, type: type.of };
    case 'map':
      return isEntryKey(name) ? { key: name, type: type.of } : undefined;
    case 'any':
      return isEntryKey(name) ? { key: name, type } : undefined;
    default:
      return undefined;
  }
}

function isEntryKey(name: string): boolean {
  return name !== '' && isStorableKey(name);
}
