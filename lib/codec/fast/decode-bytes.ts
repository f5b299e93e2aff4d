import type { RootSchema } from '../../schema/document-schema.js';
import type { Decoding, InitialValue } from './byte-reader.js';
import { generateDecoder } from './generate-decoder.js';
import type { GeneratedDecoder } from './generate-decoder.js';
import type { UndeclaredKeys } from '../undeclared-keys.js';

interface Decoder {
  /** Undefined where code from strings is not allowed. */
  readonly decode: GeneratedDecoder | undefined;
}

/** By the list of classes, the first of which is asked for; generated when the first document is loaded. */
const decoders = new WeakMap<readonly RootSchema[], Decoder>();

/** A document, and what the class and its defaults gave to fields that are not stored. */
export interface Decoded {
  readonly document: object;
  readonly initialValues: readonly InitialValue[];
}

const none: readonly InitialValue[] = Object.freeze([]);

/**
 * Makes a document straight from its bytes. Undefined if it has to be decoded step by step: there it is found whether something is
 * wrong with it, and what. Of a document of which only some fields are `loaded` the others are undefined.
 * @param family the class that is asked for, and those that extend it
 */
export function decodeBytes(
  family: readonly RootSchema[],
  bytes: Buffer,
  undeclared: UndeclaredKeys,
  loaded?: ReadonlySet<string>,
): Decoded | undefined {
  const decode = (decoders.get(family) ?? makeDecoder(family)).decode;
  if (!decode) return undefined;
  const decoding: Decoding = { undeclared, loaded, initialValues: undefined };
  try {
    const document = decode(bytes, decoding);
    return { document, initialValues: decoding.initialValues ?? none };
  } catch {
    // Whatever it is, the constructor of a class included, happens again where it can be told.
    return undefined;
  }
}

function makeDecoder(family: readonly RootSchema[]): Decoder {
  const decoder = { decode: generateDecoder(family[0] as RootSchema, family) };
  decoders.set(family, decoder);
  return decoder;
}
