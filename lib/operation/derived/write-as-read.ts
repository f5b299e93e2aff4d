import type { DerivedData } from '../../schema/reference/derived-data.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { Snapshot, Stored } from '../../state/snapshot/snapshot.js';
import type { Plain } from '../../value/plain-object.js';
import type { Operation } from '../operation.js';
import { asRead, readReferences } from './stored-references.js';

/** After so many changes by others meanwhile a document is written as it is: stored values need not equal themselves. */
const attempts = 20;

/** The condition of an attempt that the references of a document are as they were read. */
export function asReadAt(attempt: number, keys: readonly string[], stored: Stored): Plain {
  return attempt < attempts ? asRead(keys, stored) : {};
}

/** A loaded document. */
interface LoadedDocument {
  readonly schema: RootSchema;
  readonly snapshot: Snapshot;
  /** Selects it, in the server's form. */
  readonly filter: Plain;
}

/**
 * Writes a loaded document, whatever others have changed: tries it with its references as they were loaded, and after a change by others with
 * those that are stored by then.
 * @param write sends the command for a document that matches; tells whether one did
 * @returns the references as they were before the write; undefined if the document is missing or does not match
 */
export async function writeAsRead(
  operation: Operation,
  { keys }: DerivedData,
  { schema, snapshot, filter }: LoadedDocument,
  write: (filter: Plain) => Promise<boolean>,
): Promise<Stored | undefined> {
  const find = async (): Promise<Stored | undefined> =>
    (await readReferences(operation, keys, { filter, limit: 1 }))[0];
  const isLoaded = areLoaded(schema, snapshot, keys);
  let before = isLoaded ? snapshot.read(keys).stored : await find();
  for (let attempt = 1; before; attempt++) {
    if (await write({ $and: [filter, asReadAt(attempt, keys, before)] })) return before;
    before = await find();
  }
  return undefined;
}

/** Whether a document in memory has all references that are stored under these keys. The time of deletion is always loaded. */
export function areLoaded(schema: RootSchema, { loaded }: Snapshot, keys: readonly string[]): boolean {
  const deletion = fieldWithRole(schema, 'deletedAt')?.key;
  return keys.every(
    (key) => !loaded || key === deletion || loaded.has(schema.fieldsByKey.get(key)?.name ?? ''),
  );
}
