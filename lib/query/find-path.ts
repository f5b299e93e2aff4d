import { kindOf } from '../kind/kinds.js';
import { partOf } from '../kind/parts.js';
import type { Part } from '../kind/parts.js';
import { embeddedSchema } from '../schema/type-contents.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isDeclaredKey, isShownKey } from '../schema/build/undeclared-field.js';
import { depthLimit, isStorableKey } from '../value/storable.js';

/** A path of field names, found in the schema. */
export interface ResolvedPath {
  /** The path of stored keys. */
  readonly keyPath: string;
  readonly type: FieldType;
  /** Whether it passes an index of a list. */
  readonly hasIndex: boolean;
}

/** Finds a path, as `resolvePath` does; undefined for an undeclared one. */
export function findPath(schema: DocumentSchema, path: string): ResolvedPath | undefined {
  // Most paths are the name of a field.
  const field = path.includes('.') ? undefined : schema.fieldsByName.get(path);
  if (field && path !== schema.undeclared?.name)
    return { keyPath: field.key, type: field.type, hasIndex: false };
  const keys: string[] = [];
  let type: FieldType = { kind: 'embedded', schema };
  /** The document whose undeclared keys the path has reached; they are stored beside its fields. */
  let holder: DocumentSchema | undefined;
  let hasIndex = false;
  for (const name of path.split('.')) {
    // The server refuses longer paths.
    const part: Part | undefined = keys.length < depthLimit ? stepInto(type, name) : undefined;
    if (!part || (holder && !isShownBeside(holder, name))) return undefined;
    hasIndex ||= isElement(type, name);
    holder = part.key === undefined ? embeddedSchema(throughElements(type, name)) : undefined;
    if (part.key !== undefined) keys.push(part.key);
    type = part.type;
  }
  if (holder) return undefined;
  return { keyPath: keys.join('.'), type, hasIndex };
}

function stepInto(type: FieldType, name: string): Part | undefined {
  const part = partOf(throughElements(type, name), name);
  return part && (part.isDeclared || isEntryKey(name)) ? part : undefined;
}

/** Enters the elements of lists for a name that is not an index. */
function throughElements(type: FieldType, name: string): FieldType {
  const element = kindOf(type).elementType(type);
  return element && !isElement(type, name) ? throughElements(element, name) : type;
}

function isElement(type: FieldType, name: string): boolean {
  return kindOf(type).elementType(type) !== undefined && /^(0|[1-9]\d*)$/.test(name);
}

function isEntryKey(name: string): boolean {
  return name !== '' && isStorableKey(name);
}

function isShownBeside(schema: DocumentSchema, name: string): boolean {
  return isShownKey(name) && !isDeclaredKey(schema, name);
}
