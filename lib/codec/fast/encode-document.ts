import type { RootSchema } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';
import { encodeStepByStep } from '../encode.js';
import type { UndeclaredKeys } from '../undeclared-keys.js';
import { generateEncoder } from './generate-encoder.js';
import type { GeneratedEncoder } from './generate-encoder.js';

/** Generated for the first document of a class that is written; undefined where code generation is not allowed. */
const encoders = new WeakMap<RootSchema, { readonly encode: GeneratedEncoder | undefined }>();

/**
 * Encodes a document: its discriminator if it has one, then stored keys in the order of the fields, without undefined values. The result
 * shares no changeable value with the document.
 */
export function encodeDocument(schema: RootSchema, document: object, undeclared: UndeclaredKeys): Plain {
  let known = encoders.get(schema);
  if (!known) encoders.set(schema, (known = { encode: generateEncoder(schema) }));
  return known.encode ? known.encode(document, undeclared) : encodeStepByStep(schema, document, undeclared);
}
