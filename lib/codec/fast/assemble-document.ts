import type { DocumentSchema } from '../../schema/document-schema.js';
import { assembleStepByStep } from '../assemble.js';
import type { Values } from '../decode.js';
import type { UndeclaredKeys } from '../undeclared-keys.js';
import { generateAssembler } from './generate-assembler.js';
import type { GeneratedAssembler } from './generate-assembler.js';

/** Generated for the first document of a class; undefined where code generation is not allowed. */
const assemblers = new WeakMap<DocumentSchema, { readonly assemble: GeneratedAssembler | undefined }>();

/**
 * Makes a document with its constructor, called without arguments, and sets its values by field name. A field without a value keeps its
 * initial value, or else gets its default; fields that were not `loaded` are undefined.
 * @throws DocumentConstructorError, FieldNotWritableError
 */
export function assemble(
  schema: DocumentSchema,
  values: Values,
  undeclared: UndeclaredKeys,
  loaded?: ReadonlySet<string>,
): object {
  if (loaded) return assembleStepByStep(schema, values, undeclared, loaded);
  let known = assemblers.get(schema);
  if (!known) assemblers.set(schema, (known = { assemble: generateAssembler(schema) }));
  try {
    if (known.assemble) return known.assemble(values, undeclared);
  } catch {
    // The error occurs again step by step, where it can be reported in detail.
  }
  return assembleStepByStep(schema, values, undeclared, undefined);
}
