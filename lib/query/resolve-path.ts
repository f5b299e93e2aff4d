import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { depthLimit, isStorableKey } from '../validation/scalar-checks.js';
import { UnknownPathError } from './query-errors.js';

/** A path of field names, found in the schema. */
export interface ResolvedPath {
  /** The path by stored keys. */
  readonly keyPath: string;
  readonly type: FieldType;
}

interface Step {
  readonly key: string;
  readonly type: FieldType;
}

/** Where a walk along the path is: at a value of a type, or, before the first segment, at the document. */
type Position = FieldType | { readonly kind: 'document'; readonly schema: DocumentSchema };

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
    if (!step) throw new UnknownPathError(schema.name, path, [...schema.fieldsByName.keys()]);
    keys.push(step.key);
    position = step.type;
  }
  return { keyPath: keys.join('.'), type: position as FieldType };
}

function stepInto(position: Position, segment: string): Step | undefined {
  switch (position.kind) {
    case 'document':
    case 'embedded': {
      const field = position.schema.fieldsByName.get(segment);
      return field && { key: field.key, type: field.type };
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
