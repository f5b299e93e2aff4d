import { postCommit, postRollback } from '../lifecycle/signals.js';
import { Transaction } from '../lifecycle/unit.js';
import type { PostCommit, PostRollback } from '../lifecycle/unit.js';
import type { Signal } from '../signal/signal.js';
import type { ListenerDecorator, UnitListenerOptions } from './listener-declaration.js';
import { declareListener } from './on-signal.js';

/** Listens to {@link postCommit}: a transaction is committed. Errors are reported and reach no caller. */
export function OnCommit(options: UnitListenerOptions = {}): ListenerDecorator<PostCommit> {
  return onUnit(postCommit, options);
}

/** Listens to {@link postRollback}: a transaction has been rolled back. Errors are reported and reach no caller. */
export function OnRollback(options: UnitListenerOptions = {}): ListenerDecorator<PostRollback> {
  return onUnit(postRollback, options);
}

function onUnit(signal: Signal, { connection, ...options }: UnitListenerOptions): ListenerDecorator<never> {
  return declareListener({ signal, sender: Transaction, connection, options });
}
