import type { DocumentSchema } from '../schema/document-schema.js';
import { ValidationError } from '../validation/validation-error.js';
import { takeIds } from './take-ids.js';
import type { TakenIds, TakingOptions } from './take-ids.js';

/** Takes the ids of a document, as `takeIds` does. @throws ValidationError with everything that keeps them from being taken */
export function assertTaken(schema: DocumentSchema, document: object, options: TakingOptions): TakenIds {
  const taken = takeIds(schema, document, options);
  const { issues } = taken;
  if (!issues.isEmpty) throw new ValidationError(schema.name, issues.listed, issues.total);
  return taken;
}
