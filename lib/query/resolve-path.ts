import { kindOf } from '../kind/kinds.js';
import { partOf } from '../kind/parts.js';
import type { Part } from '../kind/parts.js';
import { embeddedSchema } from '../schema/type-contents.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isDeclaredKey, isShownKey } from '../schema/build/undeclared-field.js';
import { depthLimit, isStorableKey } from '../value/storable.js';
import { UnknownPathError } from './query-errors.js';

/** A path of field names, found in the schema. */
export interface ResolvedPath {
  /** The path of stored keys. */
  readonly keyPath: string;
  readonly type: FieldType;
  /** Whether it passes an index of a list. */
  readonly hasIndex: boolean;
}

/**
 * Finds a path: names of declared fields, arrays with or without an index, keys of maps and of untyped values.
 * @throws UnknownPathError
 */
export function resolvePath(schema: DocumentSchema, path: string): ResolvedPath {
  // Callers in JavaScript may give anything.
  if (typeof (path as unknown) !== 'string') throw unknownPath(schema, '');
  const keys: string[] = [];
  let type: FieldType = { kind: 'embedded', schema };
  /** The document whose undeclared keys the path has reached; they are stored beside its fields. */
  let holder: DocumentSchema | undefined;
  let hasIndex = false;
  for (const name of path.split('.')) {
    // The server refuses longer paths.
    const part: Part | undefined = keys.length < depthLimit ? stepInto(type, name) : undefined;
    if (!part || (holder && !isShownBeside(holder, name))) throw unknownPath(schema, path);
    hasIndex ||= isElement(type, name);
    holder = part.key === undefined ? embeddedSchema(throughElements(type, name)) : undefined;
    if (part.key !== undefined) keys.push(part.key);
    type = part.type;
  }
  if (holder) throw unknownPath(schema, path);
  return { keyPath: keys.join('.'), type, hasIndex };
}

function unknownPath(schema: DocumentSchema, path: string): UnknownPathError {
  return new UnknownPathError(schema.name, path, [...schema.fieldsByName.keys()]);
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
