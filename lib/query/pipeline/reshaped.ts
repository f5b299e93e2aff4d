import type { DocumentSchema } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';

/** Stages in the server's form, and the rows that they give. */
export interface Reshaped {
  readonly stages: readonly Plain[];
  readonly row: DocumentSchema;
  /** Fewer stages for the same rows, under keys that only the end of a pipeline may see: there values are renamed when they are decoded. */
  readonly last?: Reshaped | undefined;
}
