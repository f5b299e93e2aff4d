import { orDocument, whyWithoutId } from '../kind/referred-id.js';
import { describeType } from '../schema/describe-type.js';
import type { FieldType } from '../schema/document-schema.js';
import { describeValue } from '../value/describe-value.js';

/** The message about a value of a wrong type. */
export function wrongType(type: FieldType, value: unknown): string {
  return (
    whyWithoutId(type, value) ??
    `should be ${describeType(type)}${orDocument(type)}, not ${describeValue(value)}`
  );
}
