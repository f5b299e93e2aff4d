import { belongsToOf } from '../kind/belongs-to.js';
import type { DocumentSchema } from '../schema/document-schema.js';
import { noteTarget } from './known-targets.js';

/**
 * Notes that only the references of a document count, whatever the properties beside them hold now.
 * @param given by name, the properties that this concerns. Default all
 */
export function noteTargets(schema: DocumentSchema, document: object, given: object = document): void {
  const values = document as Readonly<Record<string, unknown>>;
  for (const { name, reference } of belongsToOf(schema))
    if (values[name] !== undefined && name in given)
      noteTarget(document, name, values[name], values[reference]);
}
