import type { ClientSession } from 'mongodb';
import { isObject } from '../schema/own-value.js';
import { describeValue } from '../validation/find-issues.js';
import type { RepositoryContext } from './repository-context.js';
import { InvalidOptionsError } from './repository-errors.js';

/** Those that are true or false: "false" from a request would be true. */
const flags = Object.freeze(['allowAll', 'ordered', 'permanent', 'withDeleted']);

/**
 * Looks at options before anything is sent. What the method does not know is ignored.
 * @throws InvalidOptionsError; TransactionScopeClosedError if the session is one of a transaction that is over
 */
export function assertOptions({ schema, connection, scopes }: RepositoryContext, options: unknown): void {
  if (!isObject(options)) {
    throw new InvalidOptionsError(
      schema.name,
      `They are ${describeValue(options)} and not an object`,
      'Pass an object, or nothing',
    );
  }
  const { context, session } = options;
  if (context !== undefined && !isObject(context)) {
    throw new InvalidOptionsError(
      schema.name,
      `"context" is ${describeValue(context)} and not an object`,
      'Pass an object of values for the receivers',
    );
  }
  if (session !== undefined && !connection.isSession(session)) {
    if (isObject(session)) scopes.ofSession(session as unknown as ClientSession)?.assertUsable();
    throw new InvalidOptionsError(
      schema.name,
      `"session" is no session of the connection "${connection.name}", or has ended`,
      'Start it with startSession of the client of that connection, and end it after its operations',
    );
  }
  const flag = flags.find((name) => options[name] !== undefined && typeof options[name] !== 'boolean');
  if (flag !== undefined) {
    throw new InvalidOptionsError(
      schema.name,
      `"${flag}" is ${describeValue(options[flag])} and not true or false`,
      'Pass true or false',
    );
  }
}
