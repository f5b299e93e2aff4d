import { shownPath } from '../../errors/shown-name.js';
import { kindOf, scalarKinds } from '../../kind/kinds.js';
import { typeUnder } from '../../kind/parts.js';
import type { FieldType, RootSchema } from '../../schema/document-schema.js';
import type { ScalarKind } from '../../schema/kind-declarations.js';
import { embeddedSchema } from '../../schema/type-contents.js';
import { InvalidQueryError } from '../query-errors.js';

/** One path of a sort that gives every document a place of its own. */
export interface SortKey {
  readonly keyPath: string;
  readonly direction: 1 | -1;
  /** The kind of the values, which are all of one kind, null or absent. */
  readonly kind: Exclude<ScalarKind, 'any'>;
  /** Whether it is the id, which is never null or absent. */
  readonly isId: boolean;
}

/**
 * Completes a sort by the id, in the direction of the last path, so that no two documents have the same place.
 * @throws InvalidQueryError if documents have no single value, or values of several kinds, under a path
 */
export function sortKeysOf(schema: RootSchema, sort?: ReadonlyMap<string, 1 | -1>): readonly SortKey[] {
  const id = schema.id.field.key;
  const keys: SortKey[] = [];
  for (const [keyPath, direction] of sort ?? []) {
    keys.push(sortKeyOf(schema, keyPath, direction));
    // No two documents are equal up to here, so further paths decide nothing.
    if (keyPath === id) return keys;
  }
  return [...keys, sortKeyOf(schema, id, keys.at(-1)?.direction ?? 1)];
}

function sortKeyOf(schema: RootSchema, keyPath: string, direction: 1 | -1): SortKey {
  const names: string[] = [];
  let type: FieldType = { kind: 'embedded', schema };
  for (const key of keyPath.split('.')) {
    names.push(embeddedSchema(type)?.fieldsByKey.get(key)?.name ?? key);
    type = typeUnder(type, key);
    if (kindOf(type).elementType(type)) throw unsuitable(schema, names, 'holds several values');
  }
  if (!isCompared(type.kind)) throw unsuitable(schema, names, 'may hold values of different kinds');
  return { keyPath, direction, kind: type.kind, isId: keyPath === schema.id.field.key };
}

/** Whether values of a kind are compared with each other: a range has values of one BSON type only. */
function isCompared(kind: FieldType['kind']): kind is SortKey['kind'] {
  return Object.hasOwn(scalarKinds, kind) && kind !== 'any';
}

function unsuitable({ name }: RootSchema, names: readonly string[], reason: string): InvalidQueryError {
  return new InvalidQueryError(
    name,
    `It sorts by ${shownPath(names.join('.'))}, which ${reason}`,
    'Sort by other paths, or ask for the page by its number',
  );
}
