import { InvalidFilterError } from '../../query/query-errors.js';
import { contentKey } from '../../value/equality/content-key.js';
import { describeValue } from '../../value/describe-value.js';
import { elementsOf } from '../../value/elements-of.js';
import { inChunks } from '../many-ids.js';
import { Operation } from '../operation.js';
import type { LoadOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { compileId } from '../compile-id.js';
import type { ExtendQuery } from './query.js';
import { loadAll, readAll, selectionOf } from './find.js';

/** The number of documents that one command loads. */
const loadedPerCommand = 1_000;

/** The documents with some ids, in the order of the ids, and the ids that no document has, as they were given. */
export interface FoundByIds {
  readonly documents: object[];
  readonly missing: unknown[];
}

/** Loads the documents with these ids, each once. */
export async function findByIds(
  repository: RepositoryContext,
  ids: unknown,
  options: LoadOptions,
  extend: ExtendQuery,
): Promise<FoundByIds> {
  const { schema } = repository;
  const { name, key } = schema.id.field;
  const asked = askedIds(repository, ids);
  const values = [...asked.values()].map(({ value }) => value);
  const found = new Map<string, object>();
  const selection = selectionOf(repository, {});
  const { afterLoad } = extend(repository, { filter: {} }, options);
  const operation = new Operation(repository, 'findByIds', options);
  try {
    for (const some of inChunks(values, loadedPerCommand)) {
      const query = { filter: { [key]: { $in: some } }, afterLoad };
      const stored = await readAll(operation, query, selection);
      for (const document of await loadAll(operation, query, selection, stored))
        found.set(contentKey(compileId(schema, (document as Record<string, unknown>)[name])), document);
    }
  } finally {
    await operation.end();
  }
  const entries = [...asked].map(([id, { given }]) => ({ given, document: found.get(id) }));
  return {
    documents: entries.flatMap(({ document }) => document ?? []),
    missing: entries.flatMap(({ given, document }) => (document ? [] : [given])),
  };
}

interface AskedId {
  readonly given: unknown;
  /** In the server's form. */
  readonly value: unknown;
}

/** The different ids of a list, in its order. @throws InvalidFilterError */
function askedIds({ schema }: RepositoryContext, ids: unknown): Map<string, AskedId> {
  if (!Array.isArray(ids)) {
    throw new InvalidFilterError(
      schema.name,
      schema.id.field.name,
      `findByIds was given ${describeValue(ids)} and not a list`,
      'Pass an array of ids; findById takes one',
    );
  }
  const asked = new Map<string, AskedId>();
  for (const given of elementsOf(ids as unknown[])) {
    const value = compileId(schema, given);
    const key = contentKey(value);
    if (!asked.has(key)) asked.set(key, { given, value });
  }
  return asked;
}
