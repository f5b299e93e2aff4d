import type { RootSchema } from '../schema/document-schema.js';
import * as reader from './byte-reader.js';
import type { Decoding } from './byte-reader.js';
import { DecoderWriter } from './decoder-writer.js';
import { scalarCodecs } from './scalar-codecs.js';

/** Makes a document of its bytes. @throws `irregular`, or any other error, where it has to be decoded step by step */
export type GeneratedDecoder = (bytes: Buffer, decoding: Decoding) => object;

/**
 * Writes a function that reads documents of a class and of those that extend it straight from their bytes, or undefined where code
 * from strings is not allowed.
 */
export function generateDecoder(
  schema: RootSchema,
  family: readonly RootSchema[],
): GeneratedDecoder | undefined {
  const writer = new DecoderWriter();
  const root = writer.functionForFamily(schema, family);
  // As constants of the source, which are found faster than the exports of a module.
  const functions = `const { ${Object.keys(reader).join(', ')} } = r; const { classes: c, keys: k, fields: g } = parts;`;
  const source = `'use strict';
${functions}
${writer.source}
return (b, x) => { if (int32(b, 0) !== b.length) throw irregular; return ${root}(b, 0, b.length, x, 0); };`;
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- made of positions, and of names as JSON strings
    const make = new Function('r', 'parts', 's', source) as (
      ...parts: readonly unknown[]
    ) => GeneratedDecoder;
    return make(reader, writer.parts, scalarCodecs);
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}
