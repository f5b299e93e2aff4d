import { postCommit, postRollback } from '../../lifecycle/signals.js';
import { Transaction } from '../../lifecycle/transaction-payloads.js';
import type { PostCommit, PostRollback } from '../../lifecycle/transaction-payloads.js';
import type { Signal } from '../../signal/signal.js';
import type { AnyDecorator, ListenerDecorator, TransactionListenerOptions } from './listener-declaration.js';
import { declareListener } from './on-signal.js';

/** Listens to {@link postCommit}: a transaction is committed. Errors are only reported. */
export function OnCommit(options: TransactionListenerOptions = {}): ListenerDecorator<PostCommit> {
  return onTransaction(postCommit, options);
}

/** Listens to {@link postRollback}: a transaction has been rolled back. Errors are only reported. */
export function OnRollback(options: TransactionListenerOptions = {}): ListenerDecorator<PostRollback> {
  return onTransaction(postRollback, options);
}

function onTransaction(signal: Signal, options: TransactionListenerOptions): AnyDecorator {
  return declareListener({ signals: [signal], senders: [Transaction], options });
}
