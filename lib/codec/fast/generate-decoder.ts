import { scalarKinds } from '../../kind/kinds.js';
import type { RootSchema } from '../../schema/document-schema.js';
import * as bsonBytes from '../bytes/bson-bytes.js';
import * as byteReader from './byte-reader.js';
import type { Decoding } from './byte-reader.js';
import { DecoderWriter } from './decoder-writer.js';

/** Makes a document from its bytes. @throws `irregular`, or any other error, if it has to be decoded step by step */
export type GeneratedDecoder = (bytes: Buffer, decoding: Decoding) => object;

/**
 * Generates a function that reads documents of a class and its subclasses directly from their bytes; undefined where code generation is not
 * allowed.
 */
export function generateDecoder(
  schema: RootSchema,
  family: readonly RootSchema[],
): GeneratedDecoder | undefined {
  const writer = new DecoderWriter();
  const read = writer.functionForFamily(schema, family);
  const whole = `(bytes, decoding) => {
  if (int32(bytes, 0) !== bytes.length) throw irregular;
  return ${read}(bytes, 0, bytes.length, decoding, 0);
}`;
  return writer.evaluate<GeneratedDecoder>(whole, { ...bsonBytes, ...byteReader, kinds: scalarKinds });
}
