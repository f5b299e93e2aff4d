import type { DocumentSchema } from '../../schema/document-schema.js';
import { assembleStepByStep } from '../assemble.js';
import type { Values } from '../decode.js';
import type { UndeclaredKeys } from '../undeclared-keys.js';
import { generateAssembler } from './generate-assembler.js';
import type { GeneratedAssembler } from './generate-assembler.js';

/** Generated when the first document of a class is made; undefined where code from strings is not allowed. */
const assemblers = new WeakMap<DocumentSchema, { readonly assemble: GeneratedAssembler | undefined }>();

/**
 * Makes a document of its class, its constructor called without arguments, and gives it values by field name.
 * Where there is no value, what the class itself initialises stays, else the field's default is used. Of a document of which only
 * some fields are `loaded` the others are undefined.
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
    // Whatever it is happens again where it can be told.
  }
  return assembleStepByStep(schema, values, undeclared, undefined);
}
