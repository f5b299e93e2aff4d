import { isObject } from '../value/own-value.js';
import type { Context } from '../signal/signal-context.js';
import { ConnectionConfigurationError } from './errors/connection-errors.js';

/** Gives the context of an operation without one, for example that of the current request; undefined if it is missing. */
export type ContextSource = () => Context | undefined;

/** Finds the context source of a connection, and makes it check its results. @throws ConnectionConfigurationError */
export function contextSourceOf(
  connection: string,
  options: { readonly context?: ContextSource } | undefined,
): ContextSource | undefined {
  const source = options?.context;
  if (source === undefined) return undefined;
  if (typeof source !== 'function') {
    throw new ConnectionConfigurationError(
      connection,
      'The option "context" is not a function',
      'Pass a function that returns the context of the request',
    );
  }
  return () => {
    const context: unknown = source();
    if (context === undefined || (isObject(context) && typeof context['then'] !== 'function')) return context;
    throw new ConnectionConfigurationError(
      connection,
      'Its option "context" returned a promise or something else that is not an object',
      'Return an object or nothing, synchronously',
    );
  };
}
