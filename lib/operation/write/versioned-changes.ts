import type { DocumentSchema } from '../../schema/document-schema.js';
import type { Difference } from '../../state/change/difference.js';

/** Whether a change at the path of these field names raises and checks the version: of a field that is not declared, it does. */
export function isVersioned({ fieldsByName }: DocumentSchema, [name = '']: readonly string[]): boolean {
  return fieldsByName.get(name)?.isVersioned ?? true;
}

/** Whether one of these changes raises and checks the version. */
export function hasVersioned(schema: DocumentSchema, changed: readonly Difference[]): boolean {
  return changed.some(({ names }) => isVersioned(schema, names));
}
