import { UnknownPathError } from '../query/query-errors.js';
import { resolvePath } from '../query/resolve-path.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';

/** The segments of a path in change sets; undefined stands for any index of an array. */
export type PathPattern = readonly (string | undefined)[];

/** The part of a change set that is read. */
export interface ChangedPaths {
  readonly paths: readonly string[];
}

/**
 * Adds the indexes of array elements that changes have and the path leaves out. `*` stands for any index or key, and at the end, as in
 * `address.*`, for all that is inside.
 * @returns undefined for an unknown path
 */
export function findPattern(schema: DocumentSchema, path: string): PathPattern | undefined {
  if (!isPath(schema, path)) return undefined;
  const pattern: (string | undefined)[] = [];
  let type: FieldType = { kind: 'embedded', schema };
  for (const segment of path.split('.')) {
    for (; type.kind === 'array' && !/^\d+$|^\*$/.test(segment); type = type.of) pattern.push(undefined);
    pattern.push(segment === '*' ? undefined : segment);
    type = typeBelow(type, segment);
  }
  return pattern;
}

/** Whether something changed at, above or below one of these paths. */
export function touches(changes: ChangedPaths | undefined, patterns: readonly PathPattern[]): boolean {
  const changed = changes?.paths.map((path) => path.split('.')) ?? [];
  return changed.some((segments) => patterns.some((pattern) => leadTogether(segments, pattern)));
}

function leadTogether(segments: readonly string[], pattern: PathPattern): boolean {
  return segments.every((segment, index) => (pattern[index] ?? segment) === segment);
}

function isPath(schema: DocumentSchema, path: string): boolean {
  const holder = path.replace(/\.\*$/, '');
  try {
    const { type } = resolvePath(schema, holder.replace(/(?<=\.)\*(?=\.)/g, '0'));
    return holder === path || hasContents(type);
  } catch (error) {
    if (error instanceof UnknownPathError) return false;
    throw error;
  }
}

function hasContents({ kind }: FieldType): boolean {
  return kind === 'embedded' || kind === 'array' || kind === 'map' || kind === 'any';
}

function typeBelow(type: FieldType, segment: string): FieldType {
  if (type.kind === 'array' || type.kind === 'map') return type.of;
  const field = type.kind === 'embedded' ? type.schema.fieldsByName.get(segment) : undefined;
  return field?.type ?? { kind: 'any' };
}
