import type { RootSchema } from '../schema/document-schema.js';
import { schemaFamily } from '../schema/schema-of.js';
import type { Decoding, InitialValue } from './byte-reader.js';
import { generateDecoder } from './generate-decoder.js';
import type { GeneratedDecoder } from './generate-decoder.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

interface Decoder {
  /** Undefined where code from strings is not allowed. */
  readonly decode: GeneratedDecoder | undefined;
  readonly familySize: number;
}

/** Generated when the first document of a class is loaded. */
const decoders = new WeakMap<RootSchema, Decoder>();

/** A document, and what the class and its defaults gave to fields that are not stored. */
export interface Decoded {
  readonly document: object;
  readonly initialValues: readonly InitialValue[];
}

const none: readonly InitialValue[] = Object.freeze([]);

/**
 * Makes a document straight from its bytes. Undefined if it has to be decoded step by step: there it is found whether something is
 * wrong with it, and what. Of a document of which only some fields are `loaded` the others are undefined.
 */
export function decodeBytes(
  schema: RootSchema,
  bytes: Buffer,
  undeclared: UndeclaredKeys,
  loaded?: ReadonlySet<string>,
): Decoded | undefined {
  const decode = (decoders.get(schema) ?? makeDecoder(schema)).decode;
  if (!decode) return undefined;
  const decoding: Decoding = { undeclared, loaded, initialValues: undefined };
  try {
    const document = decode(bytes, decoding);
    return { document, initialValues: decoding.initialValues ?? none };
  } catch {
    // Whatever it is, the constructor of a class included, happens again where it can be told. It may be a document of a class that
    // was declared since, as in a module that is loaded lazily.
    if (schemaFamily(schema).length !== decoders.get(schema)?.familySize) decoders.delete(schema);
    return undefined;
  }
}

function makeDecoder(schema: RootSchema): Decoder {
  const family = schemaFamily(schema);
  const decoder = { decode: generateDecoder(schema, family), familySize: family.length };
  decoders.set(schema, decoder);
  return decoder;
}
