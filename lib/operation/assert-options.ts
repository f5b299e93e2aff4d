import type { ClientSession } from 'mongodb';
import { isObject } from '../value/own-value.js';
import { describeValue } from '../value/describe-value.js';
import { noOptions } from './operation-options.js';
import { assertBehaviours } from './role/assert-behaviours.js';
import type { RepositoryContext } from './repository-context.js';
import { InvalidOptionsError } from './operation-errors.js';

/**
 * Checks options before any signal is sent. Options that the method does not know are ignored.
 * @throws InvalidOptionsError; TransactionOverError if the session belongs to a transaction that is over
 */
export function assertOptions(repository: RepositoryContext, options: unknown): void {
  if (options === noOptions) return;
  if (!isObject(options)) {
    throw new InvalidOptionsError(
      repository.schema.name,
      `They are ${describeValue(options)} and not an object`,
      'Pass an object, or nothing',
    );
  }
  const { context, session } = options;
  if (context !== undefined && !isObject(context)) {
    throw new InvalidOptionsError(
      repository.schema.name,
      `"context" is ${describeValue(context)} and not an object`,
      'Pass an object of values for the receivers',
    );
  }
  if (session !== undefined) assertSession(repository, session);
  assertBehaviours(repository.schema.name, options['behaviours']);
  assertFlag(repository, 'allowAll', options['allowAll']);
  assertFlag(repository, 'ignoreUndefined', options['ignoreUndefined']);
  assertFlag(repository, 'ordered', options['ordered']);
  assertFlag(repository, 'permanent', options['permanent']);
  assertFlag(repository, 'transactional', options['transactional']);
  assertFlag(repository, 'upsert', options['upsert']);
  assertFlag(repository, 'withDeleted', options['withDeleted']);
}

/** Accepts only true or false: "false" from a request would count as true. */
function assertFlag({ schema }: RepositoryContext, name: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean') return;
  throw new InvalidOptionsError(
    schema.name,
    `"${name}" is ${describeValue(value)} and not true or false`,
    'Pass true or false',
  );
}

function assertSession({ schema, connection, ambient }: RepositoryContext, session: unknown): void {
  if (connection.isSession(session)) return;
  if (isObject(session)) ambient.ofSession(session as unknown as ClientSession)?.assertUsable();
  throw new InvalidOptionsError(
    schema.name,
    `"session" is not a session of the connection "${connection.name}", or has ended`,
    'Start it with startSession of the client of that connection, and end it after its operations',
  );
}
