import type { RootSchema } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';
import { encodeStepByStep } from '../encode.js';
import type { UndeclaredKeys } from '../undeclared-keys.js';
import { generateEncoder } from './generate-encoder.js';
import type { GeneratedEncoder } from './generate-encoder.js';

/** Generated when the first document of a class is written; undefined where code from strings is not allowed. */
const encoders = new WeakMap<RootSchema, { readonly encode: GeneratedEncoder | undefined }>();

/**
 * A document as it is stored: the name of its class where there is one, then stored keys in the order of the fields, without those
 * that are undefined. Shares nothing changeable with the document.
 */
export function encodeDocument(schema: RootSchema, document: object, undeclared: UndeclaredKeys): Plain {
  let known = encoders.get(schema);
  if (!known) encoders.set(schema, (known = { encode: generateEncoder(schema) }));
  return known.encode ? known.encode(document, undeclared) : encodeStepByStep(schema, document, undeclared);
}
