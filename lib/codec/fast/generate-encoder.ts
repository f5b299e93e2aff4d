import { scalarKinds } from '../../kind/kinds.js';
import type { DocumentSchema } from '../../schema/document-schema.js';
import { elementsOf } from '../../value/elements-of.js';
import { setKey, setKeys } from '../../value/ordered-plain.js';
import { isWholeMap, PlainObject } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import type { UndeclaredKeys } from '../undeclared-keys.js';
import { EncoderWriter } from './encoder-writer.js';

/** Encodes a valid document into an object with stored keys. */
export type GeneratedEncoder = (document: object, undeclared: UndeclaredKeys) => Plain;

/** Generates a function that encodes documents of one class; undefined where code generation is not allowed. */
export function generateEncoder(schema: DocumentSchema): GeneratedEncoder | undefined {
  const writer = new EncoderWriter();
  return writer.evaluate<GeneratedEncoder>(writer.functionForSchema(schema), {
    ...{ Plain: PlainObject, kinds: scalarKinds },
    ...{ elementsOf, isWholeMap, setKey, setKeys },
  });
}
