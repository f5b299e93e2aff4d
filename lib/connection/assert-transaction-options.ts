import { isObject } from '../schema/own-value.js';
import { InvalidTransactionOptionsError } from './transaction-errors.js';
import type { Propagation } from './transaction-options.js';

const propagations: readonly Propagation[] = Object.freeze(['required', 'requiresNew', 'mandatory', 'never']);

/** Looks at what a transaction is to be begun with. @throws InvalidTransactionOptionsError */
export function assertTransactionOptions(options: unknown): void {
  if (!isObject(options))
    throw new InvalidTransactionOptionsError('The options are no object', 'Pass an object, or nothing');
  const {
    propagation = 'required',
    timeBudget = 1,
    context = {},
    documents = [],
    allowOtherConnections = false,
  } = options;
  if (!propagations.includes(propagation as Propagation))
    throw new InvalidTransactionOptionsError(
      '"propagation" is none of those that there are',
      `Pass one of ${propagations.join(', ')}`,
    );
  if (typeof timeBudget !== 'number' || !(timeBudget > 0))
    throw new InvalidTransactionOptionsError('"timeBudget" is no number above 0', 'Pass milliseconds');
  if (!isObject(context))
    throw new InvalidTransactionOptionsError(
      '"context" is no object',
      'Pass an object of values for the listeners',
    );
  if (!Array.isArray(documents) || !documents.every(isObject))
    throw new InvalidTransactionOptionsError(
      '"documents" is no list of documents',
      'Pass a list of instances of document classes',
    );
  if (typeof allowOtherConnections !== 'boolean')
    throw new InvalidTransactionOptionsError(
      '"allowOtherConnections" is not true or false',
      'Pass true or false',
    );
}
