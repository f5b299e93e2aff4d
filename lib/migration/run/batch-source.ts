import type { ClientSession, Collection, Document, Filter, FindOptions } from 'mongodb';
import { callDriver } from '../../driver/command/call-driver.js';
import type { Connection } from '../../driver/connection.js';
import { restrict } from '../../operation/concrete-schema.js';
import { raw } from '../../query/element/raw.js';
import type { DocumentQuery } from '../../repository/document-query.js';
import { ServerQuery } from '../../repository/server-query.js';
import { areComparable, isNotANumber, laterTypes } from './id-types.js';

/** One batch of a walk. */
export interface Batch<D> {
  readonly count: number;
  /** The stored id of its last document. */
  readonly last: unknown;
  /** Loads its documents anew, those that still match. @param session of the transaction that the batch is done in */
  load(session?: ClientSession): Promise<D[]>;
}

/** The documents that a walk goes through. */
export interface BatchSource<D> {
  readonly name: string;
  count(session?: ClientSession): Promise<number>;
  /** The first documents after an id; undefined at the end. */
  next(after: unknown, size: number, session?: ClientSession): Promise<Batch<D> | undefined>;
}

/** The documents of a query set. Their ids are read first, so that any form and any treatment of unreadable documents will do. */
export class QuerySource<T extends object, D> implements BatchSource<D> {
  constructor(private readonly query: DocumentQuery<T, D>) {}

  get name(): string {
    return ServerQuery.stateOf(this.query).repository.schema.name;
  }

  count(): Promise<number> {
    return this.query.count();
  }

  async next(after: unknown, size: number, session?: ClientSession): Promise<Batch<D> | undefined> {
    const { repository, query } = ServerQuery.stateOf(this.query);
    const { connection, collection, schema } = repository;
    const find = (condition: Document) =>
      callDriver(connection, schema, 'read', () =>
        collection
          .find(
            { $and: [restrict(repository, query), condition] },
            { projection: { _id: 1 }, sort: { _id: 1 }, limit: size, session },
          )
          .toArray(),
      );
    const ids = (await firstAfter(after, find)).map(({ _id }) => _id as unknown);
    if (ids.length === 0) return undefined;
    const { name } = schema.id.field;
    const found = { [name]: raw(within(ids)) } as never;
    return {
      count: ids.length,
      last: ids.at(-1),
      load: () =>
        this.query
          .filter(found)
          .sort({ [name]: 'asc' })
          .toArray(),
    };
  }
}

/** The documents of a collection as they are stored. Their ids are read first, so that a repeated transaction sees what it writes to. */
export class StoredSource implements BatchSource<Document> {
  readonly #collection: Collection;

  constructor(
    private readonly connection: Connection,
    readonly name: string,
    private readonly filter: Filter<Document>,
  ) {
    this.#collection = connection.db.collection(name);
  }

  count(session?: ClientSession): Promise<number> {
    return callDriver(this.connection, this, 'read', () =>
      this.#collection.countDocuments(this.filter, { session }),
    );
  }

  async next(after: unknown, size: number, session?: ClientSession): Promise<Batch<Document> | undefined> {
    const find = (condition: Document, options: FindOptions): Promise<Document[]> =>
      callDriver(this.connection, this, 'read', () =>
        this.#collection.find({ $and: [this.filter, condition] }, { sort: { _id: 1 }, ...options }).toArray(),
      );
    const found = await firstAfter(after, (condition) =>
      find(condition, { projection: { _id: 1 }, limit: size, session }),
    );
    const ids = found.map(({ _id }) => _id as unknown);
    if (ids.length === 0) return undefined;
    return {
      count: ids.length,
      last: ids.at(-1),
      load: (own) => find({ _id: within(ids) }, { session: own }),
    };
  }
}

/** The operators that find documents by their ids: a range if all are of one type, which is shorter and quicker. */
function within(ids: readonly unknown[]): Document {
  const [first, last] = [ids[0], ids.at(-1)];
  return areComparable(first, last) && !isNotANumber(first) ? { $gte: first, $lte: last } : { $in: ids };
}

/** Ranges compare ids of one type only: when those are over, ids of later types follow. */
async function firstAfter(
  after: unknown,
  find: (condition: Document) => Promise<Document[]>,
): Promise<Document[]> {
  if (after === undefined) return find({});
  const found = await find({ _id: isNotANumber(after) ? { $gte: -Infinity } : { $gt: after } });
  if (found.length > 0) return found;
  const later = laterTypes(after);
  return later.length === 0 ? [] : find({ _id: { $type: later } });
}
