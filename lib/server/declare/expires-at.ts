import { declareRole } from '../../document/field-roles.js';
import type { FieldRoleOptions } from '../../document/field-roles.js';
import type { FieldRoleDecorator } from '../../document/field-decorator.js';
import type { DurationText } from '../../value/duration.js';
import { addFieldIndex } from './index-decorators.js';

export interface ExpiresAtOptions extends FieldRoleOptions {
  /** The time from the insert to the removal: `30d`, or milliseconds. Default none: documents without a time of their own stay. */
  readonly after?: DurationText | number;
}

/**
 * Stores the time at which the server removes the document, within about a minute, without signals: `@ExpiresAt({ after: '30d' }) expiresAt?: Date`.
 * A Date that a new document already has is kept; later writes may change or unset it. Declares the index that this needs.
 */
export function ExpiresAt(options: ExpiresAtOptions = {}): FieldRoleDecorator<Date> {
  const { after, ...field } = options;
  const declareField = declareRole({ kind: 'expiresAt', after }, field, () => () => Date);
  return (target, property) => {
    declareField(target, property);
    addFieldIndex(target, property, 1, { expireAfter: 0 });
  };
}
