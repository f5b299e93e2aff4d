import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isDeclaredKey, isShownKey } from '../schema/undeclared-field.js';
import { depthLimit, isStorableKey } from '../value/storable.js';
import { UnknownPathError } from './query-errors.js';

/** A path of field names, found in the schema. */
export interface ResolvedPath {
  /** The path by stored keys. */
  readonly keyPath: string;
  readonly type: FieldType;
}

/** Where a walk along the path is: at a value of a type, or, before the first segment, at the document. */
type Position =
  | FieldType
  | { readonly kind: 'document'; readonly schema: DocumentSchema }
  /** At the field that shows undeclared keys, which is stored under no key of its own. */
  | { readonly kind: 'undeclared'; readonly schema: DocumentSchema };

interface Step {
  /** Undefined where a name stands for no key. */
  readonly key: string | undefined;
  readonly type: Position;
}

/**
 * Finds a path: names of declared fields, indexes of arrays or straight through them, keys of maps and of untyped values.
 * @throws UnknownPathError
 */
export function resolvePath(schema: DocumentSchema, path: string): ResolvedPath {
  let position: Position = { kind: 'document', schema };
  const keys: string[] = [];
  for (const segment of path.split('.')) {
    // The server refuses longer paths, whatever they lead through.
    const step: Step | undefined = keys.length < depthLimit ? stepInto(position, segment) : undefined;
    if (!step) throw unknownPath(schema, path);
    if (step.key !== undefined) keys.push(step.key);
    position = step.type;
  }
  if (position.kind === 'undeclared') throw unknownPath(schema, path);
  return { keyPath: keys.join('.'), type: position as FieldType };
}

function unknownPath(schema: DocumentSchema, path: string): UnknownPathError {
  return new UnknownPathError(schema.name, path, [...schema.fieldsByName.keys()]);
}

function stepInto(position: Position, segment: string): Step | undefined {
  switch (position.kind) {
    case 'document':
    case 'embedded': {
      const { schema } = position;
      if (schema.undeclared?.name === segment)
        return { key: undefined, type: { kind: 'undeclared', schema } };
      const field = schema.fieldsByName.get(segment);
      return field && { key: field.key, type: field.type };
    }
    case 'undeclared': {
      const isShown = isShownKey(segment) && !isDeclaredKey(position.schema, segment);
      return isShown ? { key: segment, type: { kind: 'any' } } : undefined;
    }
    case 'array':
      return /^(0|[1-9]\d*)$/.test(segment)
        ? { key: segment, type: position.of }
        : stepInto(position.of, segment);
    case 'map':
      return isEntryKey(segment) ? { key: segment, type: position.of } : undefined;
    case 'any':
      return isEntryKey(segment) ? { key: segment, type: position } : undefined;
    default:
      return undefined;
  }
}

function isEntryKey(segment: string): boolean {
  return segment !== '' && isStorableKey(segment);
}
