import type { DocumentSchema } from '../../schema/document-schema.js';
import { isGivenByFields } from '../../schema/declare/given-by-fields.js';
import { elementsOf } from '../../value/elements-of.js';
import { isPlainObject, isWholeMap } from '../../value/plain-object.js';
import type { UndeclaredKeys } from '../undeclared-keys.js';
import { AssemblerWriter } from './assembler-writer.js';

/** Makes a whole document from values by field name. */
export type GeneratedAssembler = (values: object, undeclared: UndeclaredKeys) => object;

/** Generates a function that makes documents of one class; undefined where code generation is not allowed. */
export function generateAssembler(schema: DocumentSchema): GeneratedAssembler | undefined {
  const writer = new AssemblerWriter();
  return writer.evaluate<GeneratedAssembler>(writer.functionForSchema(schema), {
    hasOwn: Object.hasOwn,
    ...{ elementsOf, isGivenByFields, isPlainObject, isWholeMap },
  });
}
