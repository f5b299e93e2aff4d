import type { FieldRecord } from '../declare/class-record.js';
import type { DeleteRule, DeleteRules } from '../declare/delete-rule.js';
import type { FieldType } from '../document-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';

const rules: readonly string[] = Object.freeze(['nothing', 'nullify', 'pull', 'cascade', 'deny']);

/**
 * The delete rules of a reference; undefined if nothing happens in any case.
 * @throws InvalidSchemaError for a rule that the field cannot obey
 */
export function checkedDeleteRules(
  property: string,
  record: FieldRecord,
  type: FieldType,
): DeleteRules | undefined {
  const { onDelete = 'nothing', onSoftDelete = 'nothing' } = record.deleteRules ?? {};
  assertFits(property, 'onDelete', onDelete, record, type);
  assertFits(property, 'onSoftDelete', onSoftDelete, record, type);
  return onDelete === 'nothing' && onSoftDelete === 'nothing'
    ? undefined
    : Object.freeze({ onDelete, onSoftDelete });
}

function assertFits(
  property: string,
  option: string,
  rule: DeleteRule,
  record: FieldRecord,
  type: FieldType,
): void {
  const refuse = (reason: string, remedy: string): never => {
    throw new InvalidSchemaError(property, reason, remedy);
  };
  const given = `${option}: '${rule}'`;
  if (typeof rule !== 'string' || !rules.includes(rule))
    refuse(`"${option}" is not a delete rule`, `Use one of ${rules.join(', ')}`);
  if (rule === 'nothing') return;
  if (rule === 'cascade' || rule === 'deny') return;
  if (record.immutable)
    refuse(`It has ${given}, but is immutable`, `Remove immutable, or use 'cascade' or 'deny'`);
  if (rule === 'pull') {
    if (!('of' in type)) refuse(`It has ${given}, but holds a single id`, `Use 'nullify'`);
    if ((record.constraints.minLength ?? 0) > 0)
      refuse(
        `It has ${given}, which may leave less than its minLength`,
        'Remove minLength, or use another rule',
      );
  } else {
    if ('of' in type) refuse(`It has ${given}, but holds several ids`, `Use 'pull'`);
    if (record.required)
      refuse(`It has ${given}, but is required`, `Remove required, or use 'cascade' or 'deny'`);
  }
}
