import { describe, expect, test } from 'vitest';
import { EncoderWriter } from '../../../lib/codec/fast/encoder-writer.js';
import { Document, EmbeddedDocument } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { code, quoted, SourceWriter } from '../../../lib/source/source-writer.js';

describe('code', () => {
  test('fills named placeholders, each as often as it stands there', () => {
    expect(code('if ($value !== null) stored[$key] = $value;', { value: 'v', key: quoted('a') })).toBe(
      'if (v !== null) stored["a"] = v;',
    );
  });

  test('reads no placeholders in what it fills in', () => {
    expect(code('[$a, $b]', { a: '$b', b: quoted('$& $a') })).toBe('[$b, "$& $a"]');
  });

  test('refuses a placeholder that is not given', () => {
    expect(() => code('$given $missing', { given: 1 })).toThrow('The code has no part for $missing');
  });
});

describe('SourceWriter', () => {
  test('writes one function for a subject, known by its name before it is written', () => {
    const writer = new SourceWriter();
    const subject = {};
    const write = (name: string): string =>
      `function ${name}(n) { return n > 0 ? ${writer.functionFor(subject, 'again', () => '')}(n - 1) : 'end'; }`;
    expect(writer.functionFor(subject, 'count', write)).toBe('count0');
    expect(writer.functionFor(subject, 'count', write)).toBe('count0');
    expect(writer.source).toBe("function count0(n) { return n > 0 ? count0(n - 1) : 'end'; }");
  });

  test('gives a value that no source can say one name', () => {
    const writer = new SourceWriter();
    const today = new Date(5);
    expect([writer.reference('today', today), writer.reference('now', today)]).toEqual([
      'today_0',
      'today_0',
    ]);
    expect(writer.evaluate('[today_0, other]', { other: 6 })).toEqual([today, 6]);
  });

  test('has only letters and digits of a label in its source', () => {
    const writer = new SourceWriter();
    expect(writer.functionFor({}, 'read"]; throw 1; //', (name) => `function ${name}() {}`)).toBe(
      'readthrow10',
    );
    expect(writer.reference('classOf\u2028É', 1)).toBe('classOf_0');
  });
});

describe('The source of an encoder', () => {
  @EmbeddedDocument({ name: 'Home' })
  class Home {
    @Field({ key: 's' }) street?: string;
  }

  @Document({ name: 'Small' })
  class Small {
    @Id() id!: string;
    @Field() born?: Date;
    @Field(() => [Home]) homes: Home[] = [];
  }

  test('reads as somebody would write it', () => {
    const writer = new EncoderWriter();
    expect(writer.functionForSchema(schemaOf(Small))).toBe('encodeSmall0');
    const lines = writer.source.split('\n').filter((line) => line.trim() !== '');
    expect(lines.slice(lines.indexOf('function encodeList1(list, undeclared) {'))).toEqual([
      'function encodeList1(list, undeclared) {',
      '  const stored = new Array(list.length);',
      '  for (let index = 0; index < stored.length; index++) { const value = list[index]; stored[index] = value === null ? null : encodeHome2(value, undeclared); }',
      '  return stored;',
      '}',
      'function encodeSmall0Stored() {}',
      'encodeSmall0Stored.prototype = Plain.prototype;',
      'function encodeSmall0(document, undeclared) {',
      '  let stored = new encodeSmall0Stored();',
      '  let value;',
      '  value = document["id"]; if (value !== undefined) stored["_id"] = value;',
      '  value = document["born"]; if (value !== undefined) stored["born"] = value === null ? null : new Date(value);',
      '  value = document["homes"]; if (value !== undefined) stored["homes"] = value === null ? null : encodeList1(value, undeclared);',
      '  return stored;',
      '}',
    ]);
  });
});
