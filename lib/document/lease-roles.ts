import type { FieldRoleDecorator } from './field-decorator.js';
import { declareRole } from './field-roles.js';
import type { FieldRoleOptions } from './field-roles.js';

/**
 * Stores the time until which a document is leased: `@LeasedUntil() leasedUntil?: Date`, beside a field with `@LeasedBy()`. Written by
 * `claim`, `renew` and `release` of its repository, by the clock of the process that calls them.
 */
export function LeasedUntil(options: FieldRoleOptions = {}): FieldRoleDecorator<Date> {
  return declareRole({ kind: 'leasedUntil' }, options, () => () => Date);
}

/** Stores the holder of the lease of a document: `@LeasedBy() leasedBy?: string`, beside a field with `@LeasedUntil()`. */
export function LeasedBy(options: FieldRoleOptions = {}): FieldRoleDecorator<string> {
  return declareRole({ kind: 'leasedBy' }, options, () => () => String);
}
