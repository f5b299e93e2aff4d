import { ReadPreference } from 'mongodb';
import type { ReadConcernLevel } from 'mongodb';
import { findRecord } from '../schema/declare/class-record.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { mapElements } from '../value/elements-of.js';
import { isObject } from '../value/own-value.js';
import { InvalidTransactionOptionsError } from './transaction-errors.js';
import type { TransactionPropagation } from './transaction-options.js';

const propagations: readonly TransactionPropagation[] = Object.freeze([
  'required',
  'requiresNew',
  'mandatory',
  'never',
]);

/** The levels that a server accepts in a transaction. */
const readConcerns: readonly ReadConcernLevel[] = Object.freeze(['local', 'majority', 'snapshot']);

/** Checks the options of a transaction. @throws InvalidTransactionOptionsError */
export function assertTransactionOptions(options: unknown): void {
  if (!isObject(options))
    throw new InvalidTransactionOptionsError('The options are not an object', 'Pass an object, or nothing');
  const {
    propagation = 'required',
    timeout = 1,
    context = {},
    documents = [],
    allowOtherConnections = false,
    readConcern,
    readPreference,
  } = options;
  if (!propagations.includes(propagation as TransactionPropagation))
    throw new InvalidTransactionOptionsError(
      '"propagation" has an unknown value',
      `Pass one of ${propagations.join(', ')}`,
    );
  if (typeof timeout !== 'number' || !(timeout > 0))
    throw new InvalidTransactionOptionsError('"timeout" is not a number above 0', 'Pass milliseconds');
  if (!isObject(context))
    throw new InvalidTransactionOptionsError(
      '"context" is not an object',
      'Pass an object of values for the listeners',
    );
  if (!Array.isArray(documents) || !mapElements(documents, isDocument).every(Boolean))
    throw new InvalidTransactionOptionsError(
      '"documents" is not a list of documents',
      'Pass a list of instances of document classes',
    );
  if (typeof allowOtherConnections !== 'boolean')
    throw new InvalidTransactionOptionsError(
      '"allowOtherConnections" is not true or false',
      'Pass true or false',
    );
  if (readConcern !== undefined && !readConcerns.includes(readConcern as ReadConcernLevel))
    throw new InvalidTransactionOptionsError(
      '"readConcern" is not a level that transactions support',
      `Pass one of ${readConcerns.join(', ')}`,
    );
  if (readPreference !== undefined && !isPrimary(readPreference))
    throw new InvalidTransactionOptionsError(
      '"readPreference" is not primary, but transactions can read from the primary only',
      `Leave it out, or pass 'primary'`,
    );
}

/** Checks the work of a transaction. @throws InvalidTransactionOptionsError */
export function assertWork(work: unknown): void {
  if (typeof work === 'function') return;
  throw new InvalidTransactionOptionsError(
    'The work is not a function',
    'Pass a function: run(async () => { … })',
  );
}

function isPrimary(readPreference: unknown): boolean {
  if (readPreference instanceof ReadPreference) return readPreference.mode === 'primary';
  return readPreference === 'primary';
}

/** Whether a value is an instance of a document class, of any connection. */
function isDocument(value: unknown): boolean {
  return isObject(value) && findRecord(value.constructor as DocumentClass)?.document?.kind === 'document';
}
