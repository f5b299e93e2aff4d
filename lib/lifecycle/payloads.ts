import type { ClientSession } from 'mongodb';
import type { SignalPhase } from '../signal/phase.js';
import type { Context } from '../signal/signal-context.js';
import type { SignalSender } from '../signal/signal.js';
import type { ChangeSet } from '../state/change/change-set.js';

/** The repository method that a signal comes from. */
export type SignalOrigin =
  | 'build'
  | 'create'
  | 'save'
  | 'insertMany'
  | 'getById'
  | 'findById'
  | 'getOne'
  | 'findOne'
  | 'find'
  | 'count'
  | 'exists'
  | 'reload'
  | 'delete'
  | 'deleteMany';

/** What every payload has. Payloads are frozen; the documents in them are not. */
export interface SignalPayload<Name extends string, T> {
  /** The signal's name. */
  readonly signal: Name;
  /** The document's own class, which may extend the one that the receiver is connected for. */
  readonly sender: SignalSender<T & object>;
  /** The name of the connection. */
  readonly connection: string;
  /** What the caller passed as `{ context }`, or `context` of `forRoot` gave, frozen; `{}` if nothing. */
  readonly context: Context;
  /** The session that the caller passed, to be passed on by receivers whose writes belong to it. */
  readonly session: ClientSession | undefined;
  /** The repository method. */
  readonly origin: SignalOrigin;
  /**
   * Aborted, with a `ReceiverTimeoutError` as reason, when the receiver's time is over: for what it calls, as `fetch`. Each receiver
   * has its own, so it is read when it begins.
   */
  readonly abortSignal: AbortSignal;
  /** In a transaction which attempt at its work this is, from 1 on. Undefined outside of one. */
  readonly attempt: number | undefined;
  /** The same for all signals of one transaction and its attempts, and for those of no other. Undefined outside of one. */
  readonly transactionId: string | undefined;
}

export interface PreInit<T> extends SignalPayload<'preInit', T> {
  /** Values by field name, embedded documents made already: editing them changes what the document gets. */
  readonly values: { -readonly [K in keyof T]?: T[K] };
  /** True for `build` and other methods that make a document of values, false for a document that is loaded. */
  readonly created: boolean;
}

export interface PostInit<T> extends SignalPayload<'postInit', T> {
  readonly document: T;
  /** True for `build` and other methods that make a document of values, false for a document that was loaded. */
  readonly created: boolean;
}

export interface PostLoad<T> extends SignalPayload<'postLoad', T> {
  /** The documents that were loaded together; for a listener of a subclass those that are of it. */
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
  /** What this write changed; empty if there was nothing to write, every field of a document that was inserted. */
  readonly changes: ChangeSet<T>;
}

export interface PreDelete<T> extends SignalPayload<'preDelete', T> {
  readonly document: T;
  /** Whether the caller asked that it is deleted really, whatever `instead` says. */
  readonly permanent: boolean;
  /**
   * Keeps the stored document and writes these field values into it, in place of deleting it: `instead({ status: 'gone' })`.
   * Called several times, the values are put together. The signals are those of a delete.
   */
  instead(values: { readonly [K in keyof T]?: T[K] | undefined }): void;
}

export interface PostDelete<T> extends SignalPayload<'postDelete', T> {
  readonly document: T;
}

export interface PreBulkInsert<T> extends SignalPayload<'preBulkInsert', T> {
  /** The documents to be inserted: changing one, or this list, changes what is inserted. */
  readonly documents: T[];
}

export interface PostBulkInsert<T> extends SignalPayload<'postBulkInsert', T> {
  /** The documents that were inserted: with an error of the server, those before it or beside it. */
  readonly documents: readonly T[];
}

/**
 * An error of a listener that reaches no caller: of one with `{ onError: 'log' }`, in a later phase, or of one that failed
 * when its time was over. The parts of the payload that it failed on are those of that payload.
 */
export interface SignalErrorPayload<T> {
  readonly signal: 'signalError';
  /** The class that the failed signal was about. */
  readonly sender: SignalSender<T & object>;
  /** As it was thrown: it may hold values. */
  readonly error: unknown;
  /** The listener that failed: `PersonListener.recordDeletion`. */
  readonly listener: string;
  /** The name of the signal that it failed on: `postSave`. */
  readonly failedSignal: string;
  /** What the listener was given. */
  readonly failedPayload: unknown;
  /** When it was called. */
  readonly phase: SignalPhase;
  /** The name of the connection; undefined if the failed payload has none, as signals of your own may. */
  readonly connection: string | undefined;
  /** What the caller passed as `{ context }`, or `context` of `forRoot` gave, frozen; `{}` if nothing. */
  readonly context: Context;
  /** The repository method; undefined after a transaction without a document. */
  readonly origin: SignalOrigin | undefined;
  readonly attempt: number | undefined;
  readonly transactionId: string | undefined;
  /** Aborted when the receiver's time is over. */
  readonly abortSignal: AbortSignal;
}
