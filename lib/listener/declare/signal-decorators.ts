import {
  postBulkInsert,
  postDelete,
  postInit,
  postLoad,
  postSave,
  postUpdate,
  postWrite,
  preBulkInsert,
  preDelete,
  preInit,
  preSave,
  preSavePostValidation,
  preUpdate,
  signalError,
} from '../../lifecycle/signals.js';
import { decoratorOf } from './on-signal.js';

/** Listens to {@link preInit}: before a document that is created or loaded gets its values. */
export const OnPreInit = decoratorOf(preInit);

/** Listens to {@link postInit}: a document that was created or loaded is complete. */
export const OnPostInit = decoratorOf(postInit);

/** Listens to {@link postLoad}: a batch of documents was loaded, and is awaited before the caller gets it. */
export const OnPostLoad = decoratorOf(postLoad);

/** Listens to {@link preSave}: first step of a save; changes are validated and written, an error is a veto. */
export const OnPreSave = decoratorOf(preSave);

/** Listens to {@link preSavePostValidation}: valid, and has its id; changes are written and not validated again. */
export const OnPreSavePostValidation = decoratorOf(preSavePostValidation);

/** Listens to {@link postSave}: stored, with the change set of this write. */
export const OnPostSave = decoratorOf(postSave);

/** Listens to {@link preDelete}: before anything is deleted; an error is a veto. */
export const OnPreDelete = decoratorOf(preDelete);

/** Listens to {@link postDelete}: the document is gone. */
export const OnPostDelete = decoratorOf(postDelete);

/** Listens to {@link preBulkInsert}: before the documents of `insertMany` are validated; an error is a veto. */
export const OnPreBulkInsert = decoratorOf(preBulkInsert);

/** Listens to {@link postBulkInsert}: the documents that were inserted. */
export const OnPostBulkInsert = decoratorOf(postBulkInsert);

/** Listens to {@link preUpdate}: before an update by a filter, which may be changed; an error is a veto. */
export const OnPreUpdate = decoratorOf(preUpdate);

/** Listens to {@link postUpdate}: an update by a filter is done. */
export const OnPostUpdate = decoratorOf(postUpdate);

/** Listens to {@link postWrite}: anything was written, once for each operation, or after its commit once for each transaction. */
export const OnPostWrite = decoratorOf(postWrite);

/**
 * Listens to {@link signalError}: a listener failed with an error that does not reach a caller. With a class it receives failures on
 * signals about that class; without one all failures, also those of `@OnCommit()` and `@OnRollback()`.
 */
export const OnSignalError = decoratorOf(signalError);
