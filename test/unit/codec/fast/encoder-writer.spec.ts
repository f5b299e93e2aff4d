import { describe, expect, test } from 'vitest';
import { EncoderWriter } from '../../../../lib/codec/fast/encoder-writer.js';
import { evaluate } from '../../../../lib/source/evaluate.js';
import { Document } from '../../../../lib/document/document.js';
import { Field, Id } from '../../../../lib/document/field.js';
import { isPlainObject, PlainObject } from '../../../../lib/value/plain-object.js';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';
import { sampleSchema } from '../../../support/unit/unit-world.js';

const encodersIn = (source: string): number => source.match(/^function encode\w+\d\(/gm)?.length ?? 0;
const constructorsIn = (source: string): number => source.match(/^function encode\w+Stored\(/gm)?.length ?? 0;

describe('EncoderWriter', () => {
  test('writes one function for a class, however often it is asked', () => {
    const writer = new EncoderWriter();
    expect(writer.functionForSchema(sampleSchema)).toBe('encodeSample0');
    const { source } = writer;
    expect(writer.functionForSchema(sampleSchema)).toBe('encodeSample0');
    expect(writer.source).toBe(source);
  });

  test('writes one function for each class, array of more than scalars, and map that is met', () => {
    const writer = new EncoderWriter();
    writer.functionForSchema(sampleSchema);
    // Sample, Address, Location, Node; Node[], map of Node; map of number, Address[][] with Address[], map of Address[] with Address[].
    expect(encodersIn(writer.source)).toBe(11);
  });

  test('writes one constructor for each class, of plain objects that share their prototype with all others', () => {
    const writer = new EncoderWriter();
    const root = writer.functionForSchema(sampleSchema);
    expect(constructorsIn(writer.source)).toBe(4);
    const stored = evaluate(`${writer.source}; return new ${root}Stored();`, {
      Plain: PlainObject,
    }) as object;
    expect(isPlainObject(stored)).toBe(true);
    expect(Object.getPrototypeOf(stored)).toBe(PlainObject.prototype);
  });

  test('has names of fields and keys in its source as JSON strings only', () => {
    @Document({ name: 'Odd' })
    class Odd {
      @Id() id!: string;
      @Field({ key: '"];throw 1;//' }) '"; throw 2; //'?: string;
      @Field({ key: '\u2028`${3}' }) plain?: string;
    }
    const writer = new EncoderWriter();
    writer.functionForSchema(schemaOf(Odd));
    expect(writer.source).toContain(
      'value = document["\\"; throw 2; //"]; if (value !== undefined) stored["\\"];throw 1;//"] = value;',
    );
    expect(
      evaluate(`${writer.source}; return 'no statement of a name has run';`, { Plain: PlainObject }),
    ).toBe('no statement of a name has run');
  });
});
