import { derivedDataOf } from '../../schema/reference/derived-data.js';
import type { DerivedData } from '../../schema/reference/derived-data.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { Stored } from '../../state/snapshot/snapshot.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import type { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { ParentChanges } from './parent-changes.js';

/** The data that writes of a class change in other documents; undefined for most classes. Computed once as long as no class is added. */
export function findDerived(
  { registry, memory, connection }: RepositoryContext,
  schema: RootSchema,
): DerivedData | undefined {
  const family = registry.family(schema);
  const known = memory.derived.get(schema);
  if (known?.family === family) return known.data;
  const classes = registry.members.filter((each) => registry.connectionsOf(each).includes(connection.name));
  const data = derivedDataOf(schema, classes);
  memory.derived.set(schema, { family, data });
  return data;
}

/** The same for writes of documents that may be of any subclass. */
export interface FamilyDerived {
  /** The stored keys of documents that decide on it. */
  readonly keys: readonly string[];
  readonly touches: boolean;
}

/** The data that writes of a class and its subclasses change in other documents; undefined for most classes. */
export function findFamilyDerived(repository: RepositoryContext): FamilyDerived | undefined {
  const found = repository.family.flatMap((schema) => findDerived(repository, schema) ?? []);
  if (found.length === 0) return undefined;
  return {
    keys: [...new Set(found.flatMap(({ keys }) => keys))],
    touches: found.some(({ touches }) => touches),
  };
}

/** Whether an update in the server's form changes what is stored under one of these keys, or may do so. */
export function concernsKeys(keys: readonly string[], update: CompiledUpdate['update']): boolean {
  if (Array.isArray(update)) return true;
  return Object.entries(update as Stored).some(([operator, operands]) => {
    const entries = Object.entries(operands as object);
    const paths = entries.flatMap(([path, to]) => (operator === '$rename' ? [path, String(to)] : [path]));
    return paths.some((path) => keys.includes(path.split('.', 1)[0] as string));
  });
}

/** Whether a write sets the time of the last write in documents that the written ones refer to. */
export function isTouching({ behaviours }: Operation): boolean {
  return behaviours?.times !== false;
}

/**
 * Notes a written document for the documents that it refers to, which are updated at the end of the operation.
 * @param before as it was stored, at least the keys that matter; undefined if it was absent
 * @param after as it is stored now; undefined if it is absent
 */
export function noteForParents(
  operation: Operation,
  schema: RootSchema,
  before: Stored | undefined,
  after: Stored | undefined,
): void {
  const { memory } = operation.repository;
  const derived = findDerived(operation.repository, schema);
  if (!derived) return;
  const changes = memory.parentChanges.get(operation.root) ?? new ParentChanges();
  memory.parentChanges.set(operation.root, changes);
  changes.note(schema, derived, before, after, isTouching(operation));
}
