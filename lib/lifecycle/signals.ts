import { allPhases } from '../signal/phase.js';
import type { SignalPhase } from '../signal/phase.js';
import { Signal } from '../signal/signal.js';
import type { SignalPayloadOf } from '../signal/signal.js';
import type { PostCommit, PostRollback } from './unit.js';
import type {
  PostBulkInsert,
  PostDelete,
  PostInit,
  PostSave,
  PreBulkInsert,
  PreDelete,
  PreInit,
  PreSave,
  PreSavePostValidation,
  SignalErrorPayload,
} from './payloads.js';

export interface PreInitOf extends SignalPayloadOf {
  readonly payload: PreInit<this['document']>;
}
export interface PostInitOf extends SignalPayloadOf {
  readonly payload: PostInit<this['document']>;
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
export interface PostCommitOf extends SignalPayloadOf {
  readonly payload: PostCommit;
}
export interface PostRollbackOf extends SignalPayloadOf {
  readonly payload: PostRollback;
}
export interface SignalErrorOf extends SignalPayloadOf {
  readonly payload: SignalErrorPayload<this['document']>;
}

/**
 * Before a document made by `create`, or by loading, gets its values; embedded documents first.
 * Editing `values` changes what the document gets. Not sent for `new Person()`. An error fails the create or the load.
 */
export const preInit = new Signal<PreInitOf, 'now', 'pre'>('preInit', 'pre');

/**
 * The document made by `create`, or by loading, is complete: values, defaults, embedded documents.
 * Changes to a loaded document are what the next save writes.
 */
export const postInit = new Signal<PostInitOf, 'now'>('postInit', 'post');

/**
 * First step of a save, before validation: changes are validated and written. Sent by every save, also if nothing has changed.
 * An error is a veto: nothing is sent to the server.
 */
export const preSave = new Signal<PreSaveOf, 'now', 'pre'>('preSave', 'pre');

/**
 * The document is valid and has its id. Changes are written and not validated again, but refused if they cannot be stored.
 * Not sent for a document that is not valid. An error is a veto: nothing is sent to the server.
 */
export const preSavePostValidation = new Signal<PreSavePostValidationOf, 'now', 'pre'>(
  'preSavePostValidation',
  'pre',
);

/**
 * The document is stored as it is. Also sent if there was nothing to write, with an empty change set.
 * Not sent if the write failed or its outcome is not known; in the phase `notApplied` if it is certain that it was not applied.
 * Changes made here are what the next save writes.
 */
export const postSave = new Signal<PostSaveOf, SignalPhase>('postSave', 'post', allPhases);

/**
 * Before anything of a document is deleted. A receiver may keep the stored document and write into it `instead`.
 * An error is a veto: nothing is sent to the server.
 */
export const preDelete = new Signal<PreDeleteOf, 'now', 'pre'>('preDelete', 'pre');

/**
 * The document is gone, or kept with what a receiver of `preDelete` wrote instead. Not sent if it was gone before; in the phase `notApplied`
 * if it is certain that this delete was not applied.
 */
export const postDelete = new Signal<PostDeleteOf, SignalPhase>('postDelete', 'post', allPhases);

/**
 * Before the documents of `insertMany` are validated: changing a document, or the list, changes what is inserted.
 * Save signals are not sent for them. An error is a veto: nothing is sent to the server.
 */
export const preBulkInsert = new Signal<PreBulkInsertOf, 'now', 'pre'>('preBulkInsert', 'pre');

/** The documents in `documents` are stored. Not sent if none is; in the phase `notApplied` with those that are certainly not stored. */
export const postBulkInsert = new Signal<PostBulkInsertOf, SignalPhase>('postBulkInsert', 'post', allPhases);

/** The signals whose payload tells of `changes`. */
export const signalsWithChanges: readonly Signal[] = Object.freeze([postSave]);

/** Every signal about documents, in the order in which a document meets them. */
export const signals: readonly Signal[] = Object.freeze([
  preInit,
  postInit,
  preSave,
  preSavePostValidation,
  postSave,
  preDelete,
  postDelete,
  preBulkInsert,
  postBulkInsert,
]);

/**
 * A transaction is committed. Sent once for each, about {@link Transaction}, after the receivers of its documents' signals in the phase
 * `afterCommit`. Not sent if the outcome of the commit is not known. Errors are reported and reach no caller.
 */
export const postCommit = new Signal<PostCommitOf, 'afterCommit'>('postCommit', 'post', ['afterCommit']);

/**
 * A transaction has been rolled back and is not tried again. Sent once for each, about {@link Transaction}, after the receivers of its
 * documents' signals in the phase `notApplied`. Errors are reported and reach no caller.
 */
export const postRollback = new Signal<PostRollbackOf, 'notApplied'>('postRollback', 'post', ['notApplied']);

/** The signals about a transaction as a whole. */
export const unitSignals: readonly Signal[] = Object.freeze([postCommit, postRollback]);

/**
 * A receiver failed with an error that reaches no caller. Sent about the class that the failed signal was about, beside the operation and
 * outside of its transaction, which does not wait for it. Errors of its receivers are only logged.
 */
export const signalError = new Signal<SignalErrorOf, 'now'>('signalError', 'post');
