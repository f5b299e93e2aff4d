import { describe, expect, test } from '@jest/globals';
import { EncoderWriter } from '../../../lib/codec/encoder-writer.js';
import { evaluate } from '../../../lib/schema/evaluate.js';
import { Document } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import { schemaOf } from '../../../lib/schema/schema-of.js';
import { sampleSchema } from '../../support/unit-world.js';

const functionsIn = (source: string): number => source.match(/^function /gm)?.length ?? 0;

describe('EncoderWriter', () => {
  test('writes one function for a class, however often it is asked', () => {
    const writer = new EncoderWriter();
    expect(writer.functionFor(sampleSchema)).toBe('f0');
    const { source } = writer;
    expect(writer.functionFor(sampleSchema)).toBe('f0');
    expect(writer.source).toBe(source);
  });

  test('writes one function for each class, array of more than scalars, and map that is met', () => {
    const writer = new EncoderWriter();
    writer.functionFor(sampleSchema);
    // Sample, Address, Location, Node; Node[], map of Node; map of number, Address[][] with Address[], map of Address[] with Address[].
    expect(functionsIn(writer.source)).toBe(11);
  });

  test('has names of fields and keys in its source as JSON strings only', () => {
    @Document({ name: 'Odd' })
    class Odd {
      @Id() id!: string;
      @Field({ key: '"];throw 1;//' }) '"; throw 2; //'?: string;
      @Field({ key: '\u2028`${3}' }) plain?: string;
    }
    const writer = new EncoderWriter();
    writer.functionFor(schemaOf(Odd));
    expect(writer.source).toContain(
      'v = o["\\"; throw 2; //"]; if (v !== undefined) r["\\"];throw 1;//"] = v;',
    );
    expect(evaluate(`${writer.source}; return 'no statement of a name has run';`, {})).toBe(
      'no statement of a name has run',
    );
  });
});
