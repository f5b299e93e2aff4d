import { ConnectionConfigurationError } from './errors/connection-errors.js';

/** Milliseconds that the shutdown waits for ongoing work. */
export const defaultShutdownTimeout = 10_000;

/** @throws ConnectionConfigurationError */
export function shutdownTimeoutOf(
  connection: string,
  options: { readonly shutdownTimeout?: number } | undefined,
): number {
  const time: unknown = options?.shutdownTimeout ?? defaultShutdownTimeout;
  if (typeof time === 'number' && time >= 0) return time;
  throw new ConnectionConfigurationError(
    connection,
    'The option "shutdownTimeout" is not a number of at least 0',
    'Pass milliseconds, or Infinity to wait for as long as it takes',
  );
}
