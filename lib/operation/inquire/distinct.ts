import { decodeAt } from '../../codec/decode.js';
import { plainValue } from '../../codec/plain-values.js';
import { kindOf } from '../../kind/kinds.js';
import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { InvalidQueryError } from '../../query/query-errors.js';
import { resolvePath } from '../../query/resolve-path.js';
import type { FieldType } from '../../schema/document-schema.js';
import { restrict } from '../concrete-schema.js';
import { leftOutOf } from '../find/find.js';
import { countOptions } from '../find/query.js';
import type { Query } from '../find/query.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';

/** Reads the different values at a path of the documents of a query; the elements of lists, not the lists. */
export async function distinct(
  repository: RepositoryContext,
  path: string,
  query: Query,
  options: OperationOptions,
  origin: SignalOrigin,
): Promise<unknown[]> {
  const { schema, collection } = repository;
  const { keyPath, type } = resolvePath(schema, path);
  if (query.skip !== undefined || query.limit !== undefined)
    throw new InvalidQueryError(
      schema.name,
      'distinct looks at all documents that match, so that skip and limit cannot apply',
      'Leave them out, or use pluck',
    );
  const operation = new Operation(repository, origin, options);
  try {
    const filter = restrict(repository, query);
    const { allowDiskUse: _, ...asking } = countOptions(operation, query);
    const stored = await operation.commands.read(() => collection.distinct(keyPath, filter, asking));
    const of = kindOf(type).elementType(type) ?? type;
    const leftOut = leftOutOf(repository, query);
    const values: unknown[] = [];
    for (const each of stored as unknown[]) {
      try {
        values.push(plainAt(repository, path, of, each));
      } catch (error) {
        leftOut.add(error);
      }
    }
    leftOut.end();
    return values;
  } finally {
    await operation.end();
  }
}

function plainAt({ schema }: RepositoryContext, path: string, type: FieldType, stored: unknown): unknown {
  return plainValue(type, decodeAt(schema, path, type, stored));
}
