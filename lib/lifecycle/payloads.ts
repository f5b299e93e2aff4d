import type { ClientSession } from 'mongodb';
import type { SignalPhase } from '../signal/phase.js';
import type { Context } from '../signal/signal-context.js';
import type { SignalSender } from '../signal/signal.js';
import type { DocumentFilter } from '../query/filter.js';
import type { SentUpdate, UpdateDraft } from '../update/update-draft.js';
import type { ChangeSet } from '../state/change/change-set.js';
import type { UpdateResult } from './update-result.js';
import type { DocumentWrite } from './document-write.js';

/** The repository method that a signal comes from. */
export type SignalOrigin =
  | 'build'
  | 'create'
  | 'save'
  | 'saveMany'
  | 'modify'
  | 'bulkWrite'
  | 'insertMany'
  | 'getById'
  | 'findById'
  | 'findByIds'
  | 'getOne'
  | 'findOne'
  | 'find'
  | 'populate'
  | 'aggregate'
  | 'count'
  | 'estimatedCount'
  | 'distinct'
  | 'exists'
  | 'reload'
  | 'delete'
  | 'deleteMany'
  | 'deleteOne'
  | 'deleteById'
  | 'deletePlan'
  | 'deleteManyPlan'
  | 'restore'
  | 'restoreMany'
  | 'claim'
  | 'renew'
  | 'release'
  | 'updateOne'
  | 'updateMany'
  | 'updateById'
  | 'findOneAndUpdate'
  | 'findOneAndReplace'
  | 'findOneAndDelete'
  | 'upsertOne'
  | 'replace';

/** The fields of every payload. Payloads are frozen; the documents in them are not. */
export interface SignalPayload<Name extends string, T> {
  /** The signal's name. */
  readonly signal: Name;
  /** The document's own class, which may be a subclass of the class that the receiver is connected for. */
  readonly sender: SignalSender<T & object>;
  /** The name of the connection. */
  readonly connection: string;
  /** The caller's `{ context }`, or the result of `context` in `forRoot`, frozen; `{}` by default. */
  readonly context: Context;
  /** The caller's session. Receivers pass it on so that their writes belong to it. */
  readonly session: ClientSession | undefined;
  /** The repository method. */
  readonly origin: SignalOrigin;
  /**
   * Aborted, with a `ReceiverTimeoutError` as reason, at the receiver's timeout: pass it on, for example to `fetch`. Each receiver has its
   * own, so read it at the receiver's start.
   */
  readonly abortSignal: AbortSignal;
  /** The number of the transaction's attempt, from 1 on. Undefined outside of transactions. */
  readonly attempt: number | undefined;
  /** Identifies the transaction, the same in all its signals and attempts. Undefined outside of transactions. */
  readonly transactionId: string | undefined;
}

export interface PreInit<T> extends SignalPayload<'preInit', T> {
  /** Values by field name, with embedded documents as instances: changes go into the document. */
  readonly values: { -readonly [K in keyof T]?: T[K] };
  /** True for `build` and other methods that build a document from values, false for a document that is loaded. */
  readonly created: boolean;
}

export interface PostInit<T> extends SignalPayload<'postInit', T> {
  readonly document: T;
  /** True for `build` and other methods that build a document from values, false for a document that was loaded. */
  readonly created: boolean;
}

export interface PostLoad<T> extends SignalPayload<'postLoad', T> {
  /** The documents that were loaded together; for a listener of a subclass only those of it. */
  readonly documents: readonly T[];
}

export interface PreSave<T> extends SignalPayload<'preSave', T> {
  readonly document: T;
  /** True if the document will be inserted. */
  readonly created: boolean;
}

export interface PreSavePostValidation<T> extends SignalPayload<'preSavePostValidation', T> {
  readonly document: T;
  /** True if the document will be inserted. */
  readonly created: boolean;
}

export interface PostSave<T> extends SignalPayload<'postSave', T> {
  readonly document: T;
  /** True if the document was inserted. */
  readonly created: boolean;
  /** The changes that were written: empty if nothing had changed, every field of an inserted document. */
  readonly changes: ChangeSet<T>;
}

export interface PreDelete<T> extends SignalPayload<'preDelete', T> {
  readonly document: T;
  /** Whether the caller asked for a permanent delete, which ignores `instead`. */
  readonly permanent: boolean;
  /**
   * Keeps the stored document and writes these field values in place of deleting it: `instead({ status: 'gone' })`. Values of several calls
   * are merged. The signals are those of a delete.
   */
  instead(values: { readonly [K in keyof T]?: T[K] | undefined }): void;
}

export interface PostDelete<T> extends SignalPayload<'postDelete', T> {
  readonly document: T;
}

export interface PreUpdate<T> extends SignalPayload<'preUpdate', T> {
  /** The filter that the caller gave. */
  readonly filter: DocumentFilter<T>;
  /** The changes: what a receiver sets or removes there changes the update, before it is validated. */
  readonly update: UpdateDraft<T>;
  /** Whether all documents that match are updated, rather than one. */
  readonly many: boolean;
  /**
   * The documents that match, if a listener asks for them by `{ documents: true }`; for a listener of a subclass only those of it. Changes to
   * them are not stored. Undefined for parts of `bulkWrite`, `upsertOne` and leases.
   */
  readonly documents?: readonly T[];
}

export interface PostUpdate<T> extends SignalPayload<'postUpdate', T> {
  /** The filter that the caller gave. */
  readonly filter: DocumentFilter<T>;
  /** The changes that were sent. */
  readonly update: SentUpdate<T>;
  /** Whether all documents that matched were updated, rather than one. */
  readonly many: boolean;
  /**
   * The documents as they are now, if a listener asks for them by `{ documents: true }`; for a listener of a subclass only those of it.
   * Undefined for parts of `bulkWrite`, `upsertOne` and leases.
   */
  readonly documents?: readonly T[];
  readonly result: UpdateResult;
  /**
   * The document that `findOneAndUpdate` or `claim` returns, in full or in part as it is selected; undefined if it returns none, or one that
   * does not fit its class, and for other methods.
   */
  readonly document?: T;
}

export interface PreBulkInsert<T> extends SignalPayload<'preBulkInsert', T> {
  /** The documents to be inserted: changing one, or this list, changes what is inserted. */
  readonly documents: T[];
}

export interface PostBulkInsert<T> extends SignalPayload<'postBulkInsert', T> {
  /** The documents that were inserted; after an error of the server, those that are stored all the same. */
  readonly documents: readonly T[];
}

/** The writes of one operation, or in a later phase of one transaction. Its other fields are those of the first of these writes. */
export interface PostWrite<T> extends SignalPayload<'postWrite', T> {
  /** In order; for a listener of some classes only those that concern these. */
  readonly writes: readonly DocumentWrite<T>[];
}

/**
 * An error of a listener that reaches no caller: with `{ onError: 'log' }`, in a later phase, or after the listener's timeout. Shared
 * fields are those of the failed payload.
 */
export interface SignalErrorPayload<T> {
  readonly signal: 'signalError';
  /** The class that the failed signal was sent for. */
  readonly sender: SignalSender<T & object>;
  /** The thrown error: it may hold values. */
  readonly error: unknown;
  /** The listener that failed: `PersonListener.recordDeletion`. */
  readonly listener: string;
  /** The name of the failed signal: `postSave`. */
  readonly failedSignal: string;
  /** The payload that the listener received. */
  readonly failedPayload: unknown;
  /** The phase in which it was called. */
  readonly phase: SignalPhase;
  /** The name of the connection; undefined if the failed payload lacks one, as custom signals may. */
  readonly connection: string | undefined;
  /** The caller's `{ context }`, or the result of `context` in `forRoot`, frozen; `{}` by default. */
  readonly context: Context;
  /** The repository method; undefined after a transaction without a document. */
  readonly origin: SignalOrigin | undefined;
  readonly attempt: number | undefined;
  readonly transactionId: string | undefined;
  /** Aborted at the receiver's timeout. */
  readonly abortSignal: AbortSignal;
}
