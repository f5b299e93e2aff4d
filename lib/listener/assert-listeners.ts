import { postInit, preInit, signalError, transactionSignals } from '../lifecycle/signals.js';
import { Transaction } from '../lifecycle/transaction-payloads.js';
import { findRecord } from '../schema/declare/class-record.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { assertOfThisCopy } from '../schema/declare/copies.js';
import type { DocumentRegistry } from '../schema/document-registry.js';
import { NotADocumentError } from '../schema/schema-errors.js';
import type { Signal } from '../signal/signal.js';
import { assertSynchronous } from './assert-synchronous.js';
import type { ListenerDeclaration } from './declare/listener-declaration.js';
import { patternsOf } from './listener-condition.js';
import { DocumentNotRegisteredError, InvalidListenerError } from './listener-errors.js';
import type { FoundListeners } from './listener-explorer.js';

/**
 * Checks the classes and paths of a provider's listeners, once all classes are known.
 * @throws DocumentNotRegisteredError, NotADocumentError, InvalidListenerError
 */
export function assertListeners(listeners: FoundListeners, registry: DocumentRegistry): void {
  const { name, declarations } = listeners;
  for (const declaration of declarations) {
    const listener = `${name}.${String(declaration.method)}`;
    assertSender(listener, declaration, registry);
    assertPaths(listener, declaration, declarations, registry);
    assertSynchronous(listeners, declaration);
  }
}

function assertSender(
  listener: string,
  { sender, signal }: ListenerDeclaration,
  registry: DocumentRegistry,
): void {
  const isOfTransaction = transactionSignals.includes(signal);
  if (sender === undefined || (sender === Transaction && (isOfTransaction || signal === signalError))) return;
  if (isOfTransaction) {
    throw new InvalidListenerError(
      listener,
      `${signal.name} is about a transaction, never about ${registry.nameOf(sender)}`,
      "Use @OnCommit() or @OnRollback(), or a signal of the document with { phase: 'afterCommit' }",
    );
  }
  if (findRecord(sender)?.document?.kind === 'embedded' && !isOfInit(signal)) {
    throw new InvalidListenerError(
      listener,
      `${registry.nameOf(sender)} is an embedded document, which is never saved or deleted on its own`,
      'Listen to the document that holds it, or to preInit or postInit',
    );
  }
  if (registry.isKnown(sender)) return;
  assertOfThisCopy(sender);
  if (!findRecord(sender)) throw new NotADocumentError(sender.name);
  const otherPlace = registry.otherOfName(sender)?.place;
  throw new DocumentNotRegisteredError(listener, registry.nameOf(sender), otherPlace);
}

/** Whether a signal is also sent about embedded documents. */
function isOfInit(signal: Signal): boolean {
  return signal === preInit || signal === postInit || signal === signalError;
}

/** Checks that each path exists in one of the classes; otherwise it would never change. */
function assertPaths(
  listener: string,
  { decorator, options: { paths = [] } }: ListenerDeclaration,
  all: readonly ListenerDeclaration[],
  registry: DocumentRegistry,
): void {
  if (paths.length === 0) return;
  const senders = all.filter((each) => each.decorator === decorator).map(({ sender }) => sender);
  for (const path of paths) {
    if (patternsOf(path, senders as DocumentClass[], registry).length > 0) continue;
    const names = senders.map((sender) => registry.nameOf(sender as DocumentClass)).join(', ');
    throw new InvalidListenerError(
      listener,
      `It asks for changes at "${path}", but there is no such path in ${names}`,
      'Correct the path: names of declared fields, joined by dots',
    );
  }
}
