import type { DocumentFilter } from '../query/filter.js';
import type { DocumentId } from '../schema/type/id-types.js';
import type { SignalSender } from '../signal/signal.js';
import type { ChangeSet } from '../state/change/change-set.js';

/**
 * The kind of a write. `softDelete` is a delete that kept the stored document, by `@DeletedAt()` or `instead`; replacing a document is an
 * `update`.
 */
export type WriteKind = 'insert' | 'update' | 'delete' | 'softDelete' | 'restore';

interface WriteFields<T> {
  readonly kind: WriteKind;
  /** The number of documents. */
  readonly count: number;
  /** The class of the documents; by a filter that of the repository, whose subclasses the filter may select too. */
  readonly sender: SignalSender<T & object>;
}

/** A write of known documents of one class. Frozen. */
export interface WriteOfDocuments<T> extends WriteFields<T> {
  /** In the order of the writes. In the phase `notApplied` without those of new documents that had none yet. */
  readonly ids: readonly DocumentId<T>[];
  readonly filter?: undefined;
  /** The changes of a saved document, as in `postSave`; undefined for other writes. */
  readonly changes?: ChangeSet<T>;
}

/** A write of all documents that matched a filter, which were not loaded. Frozen. */
export interface WriteByFilter<T> extends WriteFields<T> {
  readonly ids?: undefined;
  /** A frozen copy of the filter as the caller gave it. Not enumerable, so that a log of the payload does not have its values. */
  readonly filter: DocumentFilter<T>;
  readonly changes?: undefined;
}

/** One write as `postWrite` reports it: either its `ids` or its `filter` are set. */
export type DocumentWrite<T> = T extends unknown ? WriteOfDocuments<T> | WriteByFilter<T> : never;
