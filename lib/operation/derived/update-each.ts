import { parseDocument } from '../../codec/decode.js';
import { findAndUpdate } from '../../driver/command/find-and-modify.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import type { Plain } from '../../value/plain-object.js';
import { noteWrite } from '../announce/note-write.js';
import { decodedId } from '../document-id.js';
import type { Operation } from '../operation.js';
import { noteForParents } from './derived-data.js';
import type { FamilyDerived } from './derived-data.js';
import { ownSchema, readReferences, referenceProjection } from './stored-references.js';
import { asReadAt } from './write-as-read.js';

/** Finds a document by its id; undefined for any that matches. */
type Find = (id?: unknown) => Promise<Plain | undefined>;

/**
 * Updates the documents that match one after another, each only if its references are as they were read: so what it changes in other
 * documents is known for certain.
 * @param filter in the server's form
 * @returns how many were updated
 */
export async function updateEach(
  operation: Operation,
  { keys }: FamilyDerived,
  filter: Plain,
  compiled: CompiledUpdate,
): Promise<number> {
  const find: Find = async (id) => {
    const [found] = await readReferences(operation, keys, {
      filter: { $and: [filter, { _id: { $eq: id } }] },
      limit: 1,
    });
    return found;
  };
  const updated: unknown[] = [];
  try {
    for (const each of await readReferences(operation, keys, { filter }))
      if (await updateAsRead(operation, keys, filter, compiled, each, find)) updated.push(each['_id']);
    return updated.length;
  } catch (error) {
    if (!operation.attempt) noteUpdated(operation, updated);
    throw error;
  }
}

/** Updates one document that matches, as `updateEach` does. @returns whether one was */
export async function updateFirst(
  operation: Operation,
  { keys }: FamilyDerived,
  filter: Plain,
  compiled: CompiledUpdate,
): Promise<boolean> {
  const find: Find = async () => (await readReferences(operation, keys, { filter, limit: 1 }))[0];
  const first = await find();
  return first !== undefined && updateAsRead(operation, keys, filter, compiled, first, find);
}

async function updateAsRead(
  operation: Operation,
  keys: readonly string[],
  filter: Plain,
  { update, arrayFilters }: CompiledUpdate,
  first: Plain,
  findAgain: Find,
): Promise<boolean> {
  const { repository, session } = operation;
  const { collection, schema } = repository;
  const projection = referenceProjection(repository, keys);
  const form = { returns: 'after', upsert: false, arrayFilters } as const;
  let before: Plain | undefined = first;
  for (let attempt = 1; before; attempt++) {
    const condition = { _id: { $eq: before['_id'] }, ...asReadAt(attempt, keys, before) };
    const found = { filter: { $and: [filter, condition] }, projection, session };
    const { bytes } = await operation.commands.write(() => findAndUpdate(collection, found, update, form));
    if (bytes) {
      noteForParents(operation, ownSchema(repository, before), before, parseDocument(schema, bytes));
      return true;
    }
    before = await findAgain(before['_id']);
  }
  return false;
}

/** Notes the documents that were updated before an error, so that those that they refer to are updated too. */
function noteUpdated(operation: Operation, stored: readonly unknown[]): void {
  if (stored.length === 0) return;
  const { schema } = operation.repository;
  const ids = stored.map((id) => decodedId(schema, id));
  noteWrite(operation, { kind: 'update', sender: schema.documentClass, ids, count: ids.length });
}
