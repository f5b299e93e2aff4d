import { DecodeError, Misfit } from '../../codec/codec-errors.js';
import { joined } from '../../query/join-conditions.js';
import { cursorOf, readCursor } from '../../query/page/cursor.js';
import { filterBehind } from '../../query/page/keyset-filter.js';
import type { KeysetPage, NumberedPage } from '../../query/page/page-options.js';
import type { KeysetRequest, NumberedRequest } from '../../query/page/page-request.js';
import { withSortKeys } from '../../query/page/page-selection.js';
import { positionOf } from '../../query/page/position.js';
import type { Position } from '../../query/page/position.js';
import { sortKeysOf } from '../../query/page/sort-keys.js';
import type { SortKey } from '../../query/page/sort-keys.js';
import type { Plain } from '../../value/plain-object.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { countStored, loadAll, readAll, selectionOf } from './find.js';
import type { Query } from './query.js';

/** Counts the documents of a query, and loads those of one page. */
export async function findNumberedPage(
  repository: RepositoryContext,
  query: Query,
  { number, size, skip }: NumberedRequest,
  options: OperationOptions,
): Promise<NumberedPage<object>> {
  const operation = new Operation(repository, 'find', options);
  try {
    const selection = selectionOf(repository, query);
    const total = await countStored(operation, query);
    const stored = await readAll(operation, { ...query, skip, ...inOneReply(query, size) }, selection);
    const items = await loadAll(operation, query, selection, stored);
    return { items, total, pages: Math.ceil(total / size), number, size };
  } finally {
    await operation.end();
  }
}

/**
 * Loads the documents behind or before a cursor by one command, which asks for one more to know whether others follow.
 * @throws InvalidCursorError, InvalidQueryError before anything is sent
 */
export async function findKeysetPage(
  repository: RepositoryContext,
  query: Query,
  { size, cursor, isBackward }: KeysetRequest,
  options: OperationOptions,
): Promise<KeysetPage<object>> {
  const { schema } = repository;
  const keys = sortKeysOf(schema, query.sort);
  const selection = withSortKeys(schema, selectionOf(repository, query), keys);
  const start = cursor === undefined ? undefined : readCursor(schema, keys, cursor);
  const asked = { ...query, ...behind(query.filter, isBackward ? reversed(keys) : keys, start) };
  const operation = new Operation(repository, 'find', options);
  try {
    const read = await readAll(operation, { ...asked, ...inOneReply(query, size + 1) }, selection);
    const hasMore = read.length > size;
    const stored = hasMore ? read.slice(0, size) : read;
    if (isBackward) stored.reverse();
    const items = await loadAll(operation, query, selection, stored);
    return {
      items,
      ...cursorsOf(repository, keys, stored),
      hasNext: isBackward ? start !== undefined : hasMore,
      hasPrevious: isBackward ? hasMore : start !== undefined,
    };
  } finally {
    await operation.end();
  }
}

/** Has the server send all documents at once, and keep no cursor: the batch is greater than what is left. */
function inOneReply({ server }: Query, limit: number): Pick<Query, 'limit' | 'server'> {
  return { limit, server: { ...server, batchSize: Math.min(limit + 1, greatestBatch) } };
}

/** The greatest int32. */
const greatestBatch = 2 ** 31 - 1;

/** The filter and sort of the documents behind a place; without one, of all. */
function behind(
  filter: Plain,
  keys: readonly SortKey[],
  start: Position | undefined,
): Pick<Query, 'filter' | 'sort'> {
  const sort = new Map(keys.map(({ keyPath, direction }) => [keyPath, direction]));
  return { filter: start ? joined([filter, filterBehind(keys, start)]) : filter, sort };
}

function reversed(keys: readonly SortKey[]): readonly SortKey[] {
  return keys.map((key) => ({ ...key, direction: key.direction === 1 ? -1 : 1 }));
}

/**
 * Makes the cursors of the first and the last document. Documents that are left out have a place too, unless their values do not fit.
 * @throws DecodeError if there are documents, and none has a place
 */
function cursorsOf(
  { schema }: RepositoryContext,
  keys: readonly SortKey[],
  stored: readonly Buffer[],
): Pick<KeysetPage<object>, 'startCursor' | 'endCursor'> {
  const [first] = stored;
  if (!first) return { startCursor: null, endCursor: null };
  const position = (found: Position | undefined, each: Buffer): Position | undefined =>
    found ?? positionOf(keys, each);
  const start = stored.reduce(position, undefined);
  const end = stored.reduceRight(position, undefined);
  if (!start || !end)
    throw new DecodeError(
      schema.name,
      undefined,
      new Misfit('', 'sorted by values that fit their fields', 'something else'),
    );
  return { startCursor: cursorOf(schema, keys, start), endCursor: cursorOf(schema, keys, end) };
}
