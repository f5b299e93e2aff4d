import { ConsoleLogger } from '@nestjs/common';
import type { LogLevel } from '@nestjs/common';

/** Logs to the error output: the output is for the results of commands. */
export class ErrorOutputLogger extends ConsoleLogger {
  /** Logs an error, unless it is why the application does not start: the command prints that itself. */
  override error(message: unknown, ...others: unknown[]): void {
    if (others.at(-1) !== 'ExceptionHandler') super.error(message, ...(others as [string]));
  }

  protected override printMessages(
    messages: unknown[],
    context?: string,
    logLevel?: LogLevel,
    _stream?: 'stdout' | 'stderr',
    ...others: never[]
  ): void {
    super.printMessages(messages, context, logLevel, 'stderr', ...others);
  }
}
