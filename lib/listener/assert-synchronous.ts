import { isAsyncFunction } from 'node:util/types';
import type { ListenerDeclaration } from './declare/listener-declaration.js';
import type { FoundListeners } from './listener-explorer.js';
import { InvalidListenerError } from './listener-errors.js';

/**
 * Refuses listeners of synchronous signals that cannot be called synchronously.
 * @throws InvalidListenerError for an async method, and for a request-scoped provider, whose instance Nest makes asynchronously
 */
export function assertSynchronous(
  { name, listenerClass, wrapper }: FoundListeners,
  { method, signal }: ListenerDeclaration,
): void {
  if (!signal.isSynchronous) return;
  const { prototype } = listenerClass as { readonly prototype: Readonly<Record<string | symbol, unknown>> };
  const reason = isAsyncFunction(prototype[method])
    ? 'it is an async method'
    : wrapper.isDependencyTreeStatic()
      ? undefined
      : 'its provider is request-scoped, so that Nest makes its instance asynchronously';
  if (reason === undefined) return;
  throw new InvalidListenerError(
    `${name}.${String(method)}`,
    `${signal.name} is sent while a document is created, where nothing can be awaited, and ${reason}`,
    'Make it synchronous in a singleton provider, or listen to postLoad, which is awaited',
  );
}
