import type { DocumentSchema } from '../../schema/document-schema.js';
import { elementsOf } from '../../value/elements-of.js';
import { setKey, setKeys } from '../../value/ordered-plain.js';
import { isWholeMap, PlainObject } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { EncoderWriter } from './encoder-writer.js';
import { evaluate } from '../../source/evaluate.js';
import { scalarKinds } from '../../kind/kinds.js';
import type { UndeclaredKeys } from '../undeclared-keys.js';

/** Makes an object with stored keys of a valid document. */
export type GeneratedEncoder = (document: object, undeclared: UndeclaredKeys) => Plain;

/** Writes a function that encodes documents of one class, or undefined where code from strings is not allowed. */
export function generateEncoder(schema: DocumentSchema): GeneratedEncoder | undefined {
  const writer = new EncoderWriter();
  const root = writer.functionFor(schema);
  return evaluate<GeneratedEncoder>(`${writer.source}\nreturn ${root};`, {
    Plain: PlainObject,
    ...{ elementsOf, isWholeMap, setKey, setKeys },
    s: scalarKinds,
  });
}
