import type { DocumentSchema } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';

/** Stages in the server's form, and the rows that they give. */
export interface Reshaped {
  readonly stages: readonly Plain[];
  readonly row: DocumentSchema;
}
