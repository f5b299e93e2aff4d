import type { DocumentClass } from '../schema/declare/class-record.js';
import type { NamedPath } from '../schema/type/path-types.js';
import type { FieldRoleDecorator } from './field-decorator.js';
import { declareRole } from './field-roles.js';
import type { FieldRoleOptions } from './field-roles.js';

/**
 * Counts the documents of a class that refer to this one: `@CounterOf(() => Comment, 'postId') commentCount!: number`, 0 for a new document.
 * Kept by every write of that class; soft-deleted documents do not count. Setting the field yourself has no effect.
 * @param counted returns the class of the counted documents, whose subclasses count too
 * @param reference the path of the field with `@Reference()` in their class; may be a list of ids, or in embedded documents
 */
export function CounterOf<Counted extends object>(
  counted: () => DocumentClass<Counted>,
  reference: NamedPath<Counted>,
  options: FieldRoleOptions = {},
): FieldRoleDecorator<number> {
  return declareRole({ kind: 'counter', counted, reference }, options, () => () => Number);
}
