import type { DocumentSchema } from '../schema/document-schema.js';
import * as reader from './byte-reader.js';
import type { Decoding } from './byte-reader.js';
import { DecoderWriter } from './decoder-writer.js';
import { scalarCodecs } from './scalar-codecs.js';

/** Makes a document of its bytes. @throws `irregular`, or any other error, where it has to be decoded step by step */
export type GeneratedDecoder = (bytes: Buffer, decoding: Decoding) => object;

/**
 * Writes a function that reads documents of one class straight from their bytes, or undefined where code from strings is
 * not allowed. Names reach the code as JSON strings only. Keys are expected in the order of the fields, as they are written;
 * others are looked up.
 */
export function generateDecoder(schema: DocumentSchema): GeneratedDecoder | undefined {
  const writer = new DecoderWriter();
  const root = writer.functionFor(schema);
  // As constants of the code, which are found faster than the exports of a module.
  const functions = `const { ${Object.keys(reader).join(', ')} } = r;`;
  const code = `'use strict';\n${functions}\n${writer.code}\nreturn (b, x) => { if (int32(b, 0) !== b.length) throw irregular; return ${root}(b, 0, b.length, x, 0); };`;
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- made of positions, and of names as JSON strings
    const make = new Function('r', 'c', 'k', 'd', 's', code) as (
      ...parts: readonly unknown[]
    ) => GeneratedDecoder;
    return make(reader, writer.classes, writer.keys, writer.defaults, scalarCodecs);
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}
