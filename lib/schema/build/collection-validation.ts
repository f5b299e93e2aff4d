import { findRecord, lineage } from '../declare/class-record.js';
import type { DocumentRecord } from '../declare/class-record.js';
import type { CollectionValidation } from '../declare/collection-validation.js';
import type { DocumentSchema, RootSchema } from '../document-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';

/**
 * The validation by the server that a class, or a base class, declares for its collection; undefined if none does.
 * @throws InvalidSchemaError if a class declares one for the collection of its base class, or for a time series
 */
export function collectionValidation(
  { name, documentClass }: DocumentSchema,
  { validation }: DocumentRecord,
  base: RootSchema | undefined,
): CollectionValidation | undefined {
  if (base && validation) {
    throw new InvalidSchemaError(
      name,
      `It declares the validation of the collection ${base.collection}, which has one validator for ${base.name} and all classes that extend it`,
      `Declare it in the class that the others extend: @Document({ validation: true })`,
    );
  }
  const records = lineage(documentClass).flatMap((each) => findRecord(each)?.document ?? []);
  const found = records.find((each) => each.validation !== undefined)?.validation;
  if (found && records.some(({ collectionOptions }) => collectionOptions.timeSeries)) {
    throw new InvalidSchemaError(
      name,
      'It declares a validation and a time series, whose collection has no validator',
      'Remove one of them',
    );
  }
  return found;
}
