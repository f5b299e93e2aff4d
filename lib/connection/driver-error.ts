import { DocumentsError } from '../errors/documents-error.js';
import { isError } from '../errors/is-error.js';

const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * An error with one of the driver as its cause. The driver puts values, as of a duplicate key, into its messages:
 * logging this error shows only the name of the cause. Labels are the driver's, so that logic for retries works.
 */
export abstract class DriverError extends DocumentsError {
  hasErrorLabel(label: string): boolean {
    return this.errorLabels.includes(label);
  }

  get errorLabels(): readonly string[] {
    return (this.cause as { readonly errorLabels?: readonly string[] } | undefined)?.errorLabels ?? [];
  }

  [inspect](): string {
    const cause = isError(this.cause) ? `\n  [cause]: ${this.cause.name} (see "cause")` : '';
    return `${this.stack ?? this.message}\n  code: ${this.code}${cause}`;
  }
}
