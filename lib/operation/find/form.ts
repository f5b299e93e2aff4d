import { parseDocument } from '../../codec/decode.js';
import { plainValues } from '../../codec/plain-values.js';
import type { Selection } from '../../query/compile-selection.js';
import { schemaOfStored } from '../concrete-schema.js';
import type { Operation } from '../operation.js';
import { announceLoaded } from './announce-loaded.js';
import { load, loadEach } from './load-stored.js';
import type { Loading } from './load-stored.js';
import type { Query } from './query.js';
import type { LeftOut } from './unreadable.js';

/** The form in which a query gives stored documents. */
export interface Form {
  /** Makes a result from stored bytes. @throws DecodeError */
  make(operation: Operation, reply: Buffer): object;
  /** Appends the results of a list to `results`, except those that are left out. @throws what `make` throws for another one */
  makeEach(operation: Operation, replies: readonly Buffer[], leftOut: LeftOut, results: object[]): void;
  /** Tells of results that were made together, before the caller gets them. @throws PostSignalError */
  announce(operation: Operation, results: readonly object[]): Promise<void>;
}

/** Documents: instances of their classes, with snapshots and signals. */
class DocumentForm implements Form {
  constructor(
    private readonly loading: Loading,
    private readonly query: Query,
  ) {}

  make(operation: Operation, reply: Buffer): object {
    return load(operation, reply, this.loading);
  }

  makeEach(operation: Operation, replies: readonly Buffer[], leftOut: LeftOut, results: object[]): void {
    loadEach(operation, replies, this.loading, leftOut, results);
  }

  async announce(operation: Operation, results: readonly object[]): Promise<void> {
    operation.markLoaded(results);
    await announceLoaded(operation, results);
    await this.query.afterLoad?.run(operation, this.query, results);
  }
}

/** Plain objects with field names. No instance is made, so no signal tells of it. */
class PlainForm implements Form {
  constructor(
    private readonly selection: Selection,
    private readonly query: Query,
  ) {}

  make({ repository }: Operation, reply: Buffer): object {
    const stored = parseDocument(repository.schema, Buffer.from(reply));
    return plainValues(schemaOfStored(repository, stored), stored, this.selection.shown);
  }

  makeEach(operation: Operation, replies: readonly Buffer[], leftOut: LeftOut, results: object[]): void {
    for (const reply of replies) {
      try {
        results.push(this.make(operation, reply));
      } catch (error) {
        leftOut.add(error);
      }
    }
  }

  async announce(operation: Operation, results: readonly object[]): Promise<void> {
    await this.query.afterLoad?.run(operation, this.query, results);
  }
}

/** Documents of which a part inside a field was loaded are read-only, as nothing could tell what of it has changed. */
export function formOf(query: Query, selection: Selection): Form {
  const { isPlain = false, isReadOnly = false } = query;
  if (isPlain) return new PlainForm(selection, query);
  const { loaded, shown, isPartial } = selection;
  const parts = isPartial ? shown : undefined;
  return new DocumentForm({ loaded, isReadOnly: isReadOnly || isPartial, parts }, query);
}
