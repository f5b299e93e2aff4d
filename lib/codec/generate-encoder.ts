import type { DocumentSchema } from '../schema/document-schema.js';
import { elementsOf } from '../schema/elements-of.js';
import { setKey, setKeys } from '../schema/ordered-plain.js';
import { isWholeMap, PlainObject } from '../schema/plain-object.js';
import type { Plain } from '../schema/plain-object.js';
import { EncoderWriter } from './encoder-writer.js';
import { evaluate } from '../schema/evaluate.js';
import { scalarCodecs } from './scalar-codecs.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

/** Makes an object with stored keys of a valid document. */
export type GeneratedEncoder = (document: object, undeclared: UndeclaredKeys) => Plain;

/** Writes a function that encodes documents of one class, or undefined where code from strings is not allowed. */
export function generateEncoder(schema: DocumentSchema): GeneratedEncoder | undefined {
  const writer = new EncoderWriter();
  const root = writer.functionFor(schema);
  return evaluate<GeneratedEncoder>(`${writer.source}\nreturn ${root};`, {
    Plain: PlainObject,
    ...{ elementsOf, isWholeMap, setKey, setKeys },
    s: scalarCodecs,
  });
}
