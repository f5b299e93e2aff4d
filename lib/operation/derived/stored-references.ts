import { parseDocument } from '../../codec/decode.js';
import { findOptions } from '../../driver/command/find-options.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';
import { schemaOfStored } from '../concrete-schema.js';
import type { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';

/** The choice of stored documents, in the server's form. */
interface Choice {
  readonly filter: Plain;
  readonly sort?: ReadonlyMap<string, 1 | -1> | undefined;
  /** Default all. */
  readonly limit?: number;
}

/** The projection of the parts of documents that others are derived from, with id and class. */
export function referenceProjection({ schema }: RepositoryContext, keys: readonly string[]): Plain {
  return Object.fromEntries(['_id', schema.discriminator.key, ...keys].map((key) => [key, 1]));
}

/** Reads the parts of stored documents that others are derived from. */
export async function readReferences(
  operation: Operation,
  keys: readonly string[],
  { filter, sort, limit }: Choice,
): Promise<Plain[]> {
  const { repository, session } = operation;
  const { collection, schema } = repository;
  const projection = referenceProjection(repository, keys);
  const options = {
    ...findOptions({ projection, sort }, session),
    readPreference: 'primary' as const,
    ...(limit !== undefined && { limit }),
  };
  const found = await operation.commands.read(() => collection.find(filter, options).toArray());
  return (found as unknown as Uint8Array[]).map((bytes) => parseDocument(schema, bytes));
}

/** Reads the parts of documents that match, each combination once: documents that share them are not told apart. */
export async function readDistinctReferences(
  operation: Operation,
  keys: readonly string[],
  filter: Plain,
): Promise<Plain[]> {
  const { repository, session } = operation;
  const { collection, schema } = repository;
  const { _id, ...projection } = referenceProjection(repository, keys);
  const stages = [{ $match: filter }, { $project: { ...projection, _id: 0 } }, { $group: { _id: '$$ROOT' } }];
  const options = { session, raw: true, readPreference: 'primary' as const };
  const found = await operation.commands.read(() => collection.aggregate(stages, options).toArray());
  return (found as unknown as Uint8Array[]).map((bytes) => parseDocument(schema, bytes)['_id'] as Plain);
}

/** The condition that these parts of a document are still as they were read; absent equals null. */
export function asRead(keys: readonly string[], stored: Plain): Plain {
  return Object.fromEntries(keys.map((key) => [key, { $eq: stored[key] ?? null }]));
}

/** The class of a stored document; that of the repository if it names none that is known. */
export function ownSchema(repository: RepositoryContext, stored: Plain): RootSchema {
  try {
    return schemaOfStored(repository, stored);
  } catch {
    return repository.schema;
  }
}
