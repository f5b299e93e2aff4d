import type { RootSchema } from '../schema/document-schema.js';
import type { Decoding } from './byte-reader.js';
import { generateDecoder } from './generate-decoder.js';
import type { GeneratedDecoder } from './generate-decoder.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

/** Generated when the first document of a class is loaded; undefined where code from strings is not allowed. */
const decoders = new WeakMap<RootSchema, { readonly decode: GeneratedDecoder | undefined }>();

/** A document, and whether something was initialised where nothing is stored. */
export interface Decoded {
  readonly document: object;
  readonly hasInitialValues: boolean;
}

/**
 * Makes a document straight from its bytes, which it keeps parts of. Undefined if it has to be decoded step by step: there it is
 * found whether something is wrong with it, and what.
 */
export function decodeBytes(
  schema: RootSchema,
  bytes: Buffer,
  undeclared: UndeclaredKeys,
): Decoded | undefined {
  const decode = decoderOf(schema);
  if (!decode) return undefined;
  const decoding: Decoding = { undeclared, hasInitialValues: false };
  try {
    return { document: decode(bytes, decoding), hasInitialValues: decoding.hasInitialValues };
  } catch {
    // Whatever it is, the constructor of a class included, happens again where it can be told.
    return undefined;
  }
}

function decoderOf(schema: RootSchema): GeneratedDecoder | undefined {
  let known = decoders.get(schema);
  if (!known) decoders.set(schema, (known = { decode: generateDecoder(schema) }));
  return known.decode;
}
