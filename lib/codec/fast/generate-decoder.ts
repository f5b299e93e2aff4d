import type { RootSchema } from '../../schema/document-schema.js';
import * as bytes from '../bytes/bson-bytes.js';
import * as reader from './byte-reader.js';
import type { Decoding } from './byte-reader.js';
import { DecoderWriter } from './decoder-writer.js';
import { evaluate } from '../../source/evaluate.js';
import { scalarKinds } from '../../kind/kinds.js';

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
  const functions = { ...bytes, ...reader };
  const writer = new DecoderWriter();
  const root = writer.functionForFamily(schema, family);
  const source = `
// As constants of the source, which are found faster than the exports of a module.
const { ${Object.keys(functions).join(', ')} } = r;
const { classes: c, keys: k, fields: g } = parts;
${writer.source}
return (b, x) => { if (int32(b, 0) !== b.length) throw irregular; return ${root}(b, 0, b.length, x, 0); };`;
  return evaluate<GeneratedDecoder>(source, { r: functions, parts: writer.parts, s: scalarKinds });
}
