import { narrowToClass, narrowUpdates, narrowWrites } from './new-payload.js';
import { allPhases, nowOnly } from '../signal/phase.js';
import type { SignalPhase } from '../signal/phase.js';
import { Signal } from '../signal/signal.js';
import type { NotAPromise, SignalPayloadOf } from '../signal/signal.js';
import type { PostCommit, PostRollback } from './transaction-payloads.js';
import type {
  PostBulkInsert,
  PostDelete,
  PostInit,
  PostLoad,
  PostSave,
  PostUpdate,
  PostWrite,
  PreBulkInsert,
  PreDelete,
  PreInit,
  PreSave,
  PreSavePostValidation,
  PreUpdate,
  SignalErrorPayload,
} from './payloads.js';

export interface PreInitOf extends SignalPayloadOf {
  readonly payload: PreInit<this['document']>;
  readonly returned: NotAPromise;
}
export interface PostInitOf extends SignalPayloadOf {
  readonly payload: PostInit<this['document']>;
  readonly returned: NotAPromise;
}
export interface PostLoadOf extends SignalPayloadOf {
  readonly payload: PostLoad<this['document']>;
  readonly isOfSeveral: true;
}
export interface PreSaveOf extends SignalPayloadOf {
  readonly payload: PreSave<this['document']>;
}
export interface PreSavePostValidationOf extends SignalPayloadOf {
  readonly payload: PreSavePostValidation<this['document']>;
}
export interface PostSaveOf extends SignalPayloadOf {
  readonly payload: PostSave<this['document']>;
}
export interface PreDeleteOf extends SignalPayloadOf {
  readonly payload: PreDelete<this['document']>;
}
export interface PostDeleteOf extends SignalPayloadOf {
  readonly payload: PostDelete<this['document']>;
}
export interface PreBulkInsertOf extends SignalPayloadOf {
  readonly payload: PreBulkInsert<this['document']>;
}
export interface PostBulkInsertOf extends SignalPayloadOf {
  readonly payload: PostBulkInsert<this['document']>;
}
export interface PreUpdateOf extends SignalPayloadOf {
  readonly payload: PreUpdate<this['document']>;
}
export interface PostUpdateOf extends SignalPayloadOf {
  readonly payload: PostUpdate<this['document']>;
}
export interface PostWriteOf extends SignalPayloadOf {
  readonly payload: PostWrite<this['document']>;
  readonly isOfSeveral: true;
}
export interface PostCommitOf extends SignalPayloadOf {
  readonly payload: PostCommit;
}
export interface PostRollbackOf extends SignalPayloadOf {
  readonly payload: PostRollback;
}
export interface SignalErrorOf extends SignalPayloadOf {
  readonly payload: SignalErrorPayload<this['document']>;
}

/** Sent while a document is being built. */
const synchronous = { isSynchronous: true };

/**
 * Sent before a document made by `build`, or by loading, gets its values; embedded documents first. Receivers are synchronous. Changes to
 * `values` go into the document. Not sent for `new Person()`. An error fails the build or the load.
 */
export const preInit = new Signal<PreInitOf, 'now', 'pre'>('preInit', 'pre', nowOnly, synchronous);

/**
 * Sent when a document made by `build`, or by loading, is complete: values, defaults, embedded documents. Receivers are synchronous. The
 * next save writes changes to a loaded document.
 */
export const postInit = new Signal<PostInitOf, 'now'>('postInit', 'post', nowOnly, synchronous);

/**
 * Sent after a batch was loaded, before the caller gets it: all documents of a query, one batch of a loop, or a single document. The next
 * save writes changes to the documents. Not sent if no document was found.
 */
export const postLoad = new Signal<PostLoadOf, 'now'>('postLoad', 'post', nowOnly, { narrow: narrowToClass });

/**
 * First step of a save, before validation: changes are validated and written. Sent by every save, even if nothing has changed. An error is
 * a veto: nothing is sent to the server.
 */
export const preSave = new Signal<PreSaveOf, 'now', 'pre'>('preSave', 'pre');

/**
 * Sent when the document is valid and has its id. Changes are written without another validation, but refused if they cannot be stored. Not
 * sent for an invalid document. An error is a veto: nothing is sent to the server.
 */
export const preSavePostValidation = new Signal<PreSavePostValidationOf, 'now', 'pre'>(
  'preSavePostValidation',
  'pre',
);

/**
 * Sent when the document is stored, even if nothing had changed. The next save writes changes made here. Not sent if the write failed or
 * its outcome is unknown; sent in the phase `notApplied` if it was certainly not applied.
 */
export const postSave = new Signal<PostSaveOf, SignalPhase>('postSave', 'post', allPhases);

/**
 * Sent before a document is deleted. A receiver may keep the stored document and write values `instead`. An error is a veto: nothing is
 * sent to the server.
 */
export const preDelete = new Signal<PreDeleteOf, 'now', 'pre'>('preDelete', 'pre');

/**
 * Sent when the document is gone, or kept with the values that a receiver of `preDelete` set. Not sent if it was missing before; sent in
 * the phase `notApplied` if this delete was certainly not applied.
 */
export const postDelete = new Signal<PostDeleteOf, SignalPhase>('postDelete', 'post', allPhases);

/**
 * Sent before the documents of `insertMany` are validated: changes to a document, or the list, change the insert. Save signals are not sent
 * for them. An error is a veto: nothing is sent to the server.
 */
export const preBulkInsert = new Signal<PreBulkInsertOf, 'now', 'pre'>('preBulkInsert', 'pre');

/** Sent when `documents` are stored, unless none is; in the phase `notApplied` with those that are certainly not stored. */
export const postBulkInsert = new Signal<PostBulkInsertOf, SignalPhase>('postBulkInsert', 'post', allPhases);

/**
 * Sent before an update by a filter: changes to the update are validated and sent. Save signals are not sent for its documents. An error is
 * a veto: nothing is sent to the server.
 */
export const preUpdate = new Signal<PreUpdateOf, 'now', 'pre'>('preUpdate', 'pre', nowOnly, {
  narrow: narrowUpdates,
  offersDocuments: true,
});

/**
 * Sent when an update by a filter is done, even if no document matched. Not sent if it failed or its outcome is unknown; sent in the phase
 * `notApplied` if it was certainly not applied.
 */
export const postUpdate = new Signal<PostUpdateOf, SignalPhase>('postUpdate', 'post', allPhases, {
  narrow: narrowUpdates,
  offersDocuments: true,
});

/**
 * Sent once for each operation that has written something, after its other signals; in a later phase once for each transaction. In the
 * phase `notApplied` it has the writes that were refused or rolled back. Not sent for a write whose outcome is unknown.
 */
export const postWrite = new Signal<PostWriteOf, SignalPhase>('postWrite', 'post', allPhases, {
  narrow: narrowWrites,
});

/** The signals whose payload has `changes` or an `update`: listeners may ask for paths. */
export const signalsWithPaths: readonly Signal[] = Object.freeze([postSave, preUpdate, postUpdate]);

/** Every signal about documents, in the order of a document's life. */
export const signals: readonly Signal[] = Object.freeze([
  preInit,
  postInit,
  postLoad,
  preSave,
  preSavePostValidation,
  postSave,
  preDelete,
  postDelete,
  preBulkInsert,
  postBulkInsert,
  preUpdate,
  postUpdate,
  postWrite,
]);

/**
 * Sent once after the commit of a transaction, for {@link Transaction}, after its documents' signals in the phase `afterCommit`. Not sent
 * if the outcome of the commit is unknown. Errors are reported and reach no caller.
 */
export const postCommit = new Signal<PostCommitOf, 'afterCommit'>('postCommit', 'post', ['afterCommit']);

/**
 * Sent once after the final rollback of a transaction, for {@link Transaction}, after its documents' signals in the phase `notApplied`.
 * Errors are reported and reach no caller.
 */
export const postRollback = new Signal<PostRollbackOf, 'notApplied'>('postRollback', 'post', ['notApplied']);

/** The signals about a transaction as a whole. */
export const transactionSignals: readonly Signal[] = Object.freeze([postCommit, postRollback]);

/**
 * Sent when a receiver failed with an error that reaches no caller, for the class of the failed signal. Runs beside the operation and
 * outside of its transaction, which does not wait for it. Errors of its own receivers are only logged.
 */
export const signalError = new Signal<SignalErrorOf, 'now'>('signalError', 'post');
