import type { PopulateStep } from '../../query/populate/populate-steps.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';
import { joined } from '../../query/join-conditions.js';
import { byteCursor } from '../aggregate/aggregate.js';
import { restrict } from '../concrete-schema.js';
import { assertAllRead, loadAll, readAll, selectionOf } from '../find/find.js';
import type { Query } from '../find/query.js';
import { compileId } from '../compile-id.js';
import { idsPerCommand, inChunks, wholeReplies } from '../many-ids.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { PopulateLimitError } from './populate-errors.js';

/** The greatest number of documents that fill one property in one call. */
const documentLimit = 100_000;

/** The key in which the server numbers the documents of one parent; it is removed before they are sent. */
const numberKey = '__documentNumber';

/** The options of a query that hold for all documents that it loads. */
export type SharedOptions = Pick<Query, 'isReadOnly' | 'isPlain' | 'onUnreadable' | 'server'>;

/** Loads the documents for one step of populate. */
export class TargetLoader {
  #count = 0;

  constructor(
    private readonly parent: Operation,
    private readonly target: RepositoryContext,
    private readonly step: PopulateStep,
    private readonly shared: SharedOptions,
  ) {}

  /**
   * Loads the documents that have one of some ids at a key path, by one command for each 10,000 of them.
   * @param ids with their keys
   * @param use called with the documents of each command, in the order of the step, and the keys that it has asked for
   * @throws PopulateLimitError
   */
  async load(
    keyPath: string,
    idSchema: RootSchema,
    ids: readonly (readonly [key: string, id: unknown])[],
    use: (documents: object[], keys: readonly string[]) => void,
  ): Promise<void> {
    // Only one command sorts the documents of a list whose ids are anywhere.
    const isSorted = this.step.target.kind === 'belongsTo' && this.step.options.sort;
    if (isSorted) this.#assertWithinLimit(ids.length);
    const size = isSorted ? documentLimit : idsPerCommand;
    for (const asked of inChunks(ids, size)) {
      const values = asked.map(([, id]) => compileId(idSchema, id));
      use(
        await this.#loadSome(keyPath, values),
        asked.map(([key]) => key),
      );
    }
  }

  async #loadSome(keyPath: string, values: readonly unknown[]): Promise<object[]> {
    const { selection, filter, sort = this.#ownSort, withDeleted = false } = this.step.options;
    const asked: Plain = { [keyPath]: { $in: values } };
    const query: Query = {
      ...this.shared,
      ...(selection && { selection }),
      ...(sort && { sort }),
      filter: filter ? joined([asked, filter]) : asked,
      withDeleted,
      limit: documentLimit - this.#count + 1,
    };
    const { session } = this.parent;
    const operation = new Operation(this.target, 'populate', session ? { session } : {}, this.parent);
    try {
      const stored = await this.#read(operation, query, keyPath);
      this.#count += stored.length;
      this.#assertWithinLimit(this.#count);
      return await loadAll(operation, query, selectionOf(this.target, query), stored);
    } finally {
      await operation.end();
    }
  }

  #assertWithinLimit(count: number): void {
    if (count > documentLimit) throw new PopulateLimitError(this.step, documentLimit);
  }

  /** The first of several, where a property holds one, is the same each time. */
  get #ownSort(): Query['sort'] {
    return this.step.target.kind === 'hasOne' ? new Map([['_id', 1]]) : undefined;
  }

  #read(operation: Operation, query: Query, keyPath: string): Promise<Buffer[]> {
    const { limit } = this.step.options;
    if (limit !== undefined && this.step.target.kind === 'hasMany' && this.#refersOnce)
      return this.#readFirst(operation, query, keyPath, limit);
    const asked = { ...query, server: { ...query.server, batchSize: wholeReplies } };
    return readAll(operation, asked, selectionOf(this.target, query));
  }

  /** Whether each document refers to one parent only, not by a list. */
  get #refersOnce(): boolean {
    return this.step.reference.fields.every(({ type }) => type.kind !== 'array');
  }

  /** Reads the first documents of each parent. The server numbers them, so that the others are not sent. */
  async #readFirst(operation: Operation, query: Query, keyPath: string, limit: number): Promise<Buffer[]> {
    const { sort = new Map([['_id', 1 as const]]), limit: total = 1 } = query;
    const { projection } = selectionOf(this.target, query);
    const number = {
      partitionBy: `$${keyPath}`,
      sortBy: Object.fromEntries(sort),
      output: { [numberKey]: { $documentNumber: {} } },
    };
    const pipeline = [
      { $match: restrict(this.target, query) },
      { $setWindowFields: number },
      { $match: { [numberKey]: { $lte: limit } } },
      { $sort: { [numberKey]: 1 } },
      { $limit: total },
      { $unset: numberKey },
      ...(projection ? [{ $project: projection }] : []),
    ];
    const server = { ...query.server, batchSize: wholeReplies };
    const reading = byteCursor(operation, { pipeline, server });
    const stored = await operation.commands.read(() => reading.toArray());
    assertAllRead(operation, {}, reading, stored.length);
    return stored;
  }
}
