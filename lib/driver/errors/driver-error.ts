import { DocumentsError } from '../../errors/documents-error.js';
import { isError, propertyOf } from '../../errors/read-safely.js';
import { labelsOf } from './error-labels.js';

const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * An error with a driver's error as its cause. The driver puts values, for example of a duplicate key, into its messages: so this error
 * logs only the cause's name. Labels are the driver's, so that retry logic works.
 */
export abstract class DriverError extends DocumentsError {
  hasErrorLabel(label: string): boolean {
    return this.errorLabels.includes(label);
  }

  get errorLabels(): readonly string[] {
    return labelsOf(this.cause);
  }

  [inspect](): string {
    const name = isError(this.cause) ? propertyOf(this.cause, 'name') : undefined;
    const cause = typeof name === 'string' ? `\n  [cause]: ${name} (see "cause")` : '';
    return `${this.stack ?? this.message}\n  code: ${this.code}${cause}`;
  }
}
