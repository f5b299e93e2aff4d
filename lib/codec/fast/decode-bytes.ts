import type { RootSchema } from '../../schema/document-schema.js';
import type { Decoding, InitialValue } from './byte-reader.js';
import { generateDecoder } from './generate-decoder.js';
import type { GeneratedDecoder } from './generate-decoder.js';
import type { UndeclaredKeys } from '../undeclared-keys.js';

interface Decoder {
  /** Undefined where code generation is not allowed. */
  readonly decode: GeneratedDecoder | undefined;
}

/** Decoders by the list of classes, the queried one first; generated for the first document that is loaded. */
const decoders = new WeakMap<readonly RootSchema[], Decoder>();

/** A document, and the values that its class and defaults gave to fields that are not stored. */
export interface Decoded {
  readonly document: object;
  readonly initialValues: readonly InitialValue[];
}

const none: readonly InitialValue[] = Object.freeze([]);

/**
 * Makes a document directly from its bytes; undefined if it has to be decoded step by step, which also finds and reports errors. Fields
 * that were not `loaded` are undefined.
 * @param family the queried class and its subclasses
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
    // The error, even of a constructor, occurs again step by step, where it can be reported in detail.
    return undefined;
  }
}

function makeDecoder(family: readonly RootSchema[]): Decoder {
  const decoder = { decode: generateDecoder(family[0] as RootSchema, family) };
  decoders.set(family, decoder);
  return decoder;
}
