import { parseDocument } from '../../codec/decode.js';
import type { Selection } from '../../query/compile-selection.js';
import type { ReferenceRule } from '../../schema/reference/reference-rules.js';
import type { Plain } from '../../value/plain-object.js';
import { schemaOfStored } from '../concrete-schema.js';
import { readAll } from '../find/find.js';
import type { Query } from '../find/query.js';
import { inChunks, wholeReplies } from '../many-ids.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { narrowed } from '../write/loaded-filter.js';
import { foundDocument } from './planned-delete.js';
import type { FoundDocument } from './planned-delete.js';

/** The documents to find: those with a reference to these. */
interface Referring {
  readonly rule: ReferenceRule;
  /** As stored. */
  readonly targetIds: readonly unknown[];
  readonly withDeleted: boolean;
  /** The greatest number to find. */
  readonly limit: number;
}

/** Finds the documents that refer to some others; of each its class and id. */
export async function findReferring(
  within: Operation,
  { rule, targetIds, withDeleted, limit }: Referring,
): Promise<FoundDocument[]> {
  const holder = within.repository.ofSchema(rule.holder);
  const found = new Map<string, FoundDocument>();
  for (const ids of inChunks(targetIds)) {
    const filter = ofHolders(rule, { [rule.reference.keyPath]: { $in: ids } });
    for (const each of await findIds(within, holder, { filter, withDeleted, limit }))
      found.set(each.key, each);
    if (found.size >= limit) break;
  }
  return [...found.values()];
}

/** Reads the classes and ids of the documents of a query. */
export async function findIds(
  within: Operation,
  repository: RepositoryContext,
  query: Query,
): Promise<FoundDocument[]> {
  const { session, origin } = within;
  const operation = new Operation(repository, origin, session ? { session } : {}, within);
  try {
    const asked = { ...query, server: { batchSize: wholeReplies } };
    const replies = await readAll(operation, asked, idsOnly(repository));
    return replies.map((reply) => {
      const stored = parseDocument(repository.schema, reply);
      return foundDocument(schemaOfStored(repository, stored), stored['_id']);
    });
  } finally {
    await operation.end();
  }
}

function idsOnly({ schema }: RepositoryContext): Selection {
  const projection = { _id: 1, [schema.discriminator.key]: 1 };
  return { projection, loaded: undefined, shown: undefined, isPartial: true };
}

/** Restricts a filter to the classes that have the reference, if not all of its family have it. */
export function ofHolders({ holders, isOfSome, holder }: ReferenceRule, filter: Plain): Plain {
  if (!isOfSome) return filter;
  const names = [...holders].map(({ discriminator }) => discriminator.value ?? null);
  return narrowed(filter, { [holder.discriminator.key]: { $in: names } });
}
