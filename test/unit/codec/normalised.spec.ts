import { describe, expect, test } from 'vitest';
import { normalised } from '../../../lib/codec/normalised.js';
import { UndeclaredKeys } from '../../../lib/codec/undeclared-keys.js';
import { Document, EmbeddedDocument } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import { InvalidNormaliserError } from '../../../lib/kind/normalised-scalar.js';
import { mapOf } from '../../../lib/schema/declare/type-declaration.js';
import type { Circular } from '../../../lib/schema/declare/type-declaration.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import type { FieldType } from '../../../lib/schema/document-schema.js';

let result: unknown;

@EmbeddedDocument()
class Part {
  @Field({ trim: true }) sku?: string;
  @Field() note?: string;
  @Field(() => Part) part?: Circular<Part>;
  #count = 0;
  @Field()
  get count(): number {
    return this.#count;
  }
  set count(count: number) {
    this.#count = count;
  }
}

@Document()
class Order {
  @Id() id!: string;
  @Field() note?: string;
  @Field({ trim: true }) trimmed?: string;
  @Field({ lowercase: true }) lower?: string;
  @Field({ uppercase: true }) upper?: string;
  @Field({ trim: true, uppercase: true, normalise: (text: string) => `${text.replace('!', '')}!` })
  all?: string;
  @Field({ normalise: (day: Date) => new Date(day.getTime() - (day.getTime() % 10)) }) day?: Date;
  @Field({ normalise: (count: bigint) => (count < 0n ? 0n : count) }) large?: bigint;
  @Field(() => [[String]], { trim: true }) table?: string[][];
  @Field(() => mapOf(String), { trim: true }) names?: Map<string, string>;
  @Field(() => [Part]) parts?: Part[];
  @Field() part?: Part;
  @Field({ normalise: () => result as string }) broken?: string;
}
const typeOf = (name: keyof Order): FieldType => schemaOf(Order).fieldsByName.get(name)?.type as FieldType;
const part = (values: Partial<Part>): Part => Object.assign(new Part(), values);

describe('normalised', () => {
  const undeclared = new UndeclaredKeys();
  const of = (name: keyof Order, value: unknown): unknown => normalised(typeOf(name), value, undeclared);

  test.each<[keyof Order, unknown, unknown]>([
    ['trimmed', '\t\u00a0 a b\n', 'a b'],
    ['trimmed', ' ', ''],
    ['lower', ' ÄbI ', ' äbi '],
    ['upper', 'äbi', 'ÄBI'],
    ['all', ' a', 'A!'],
    ['all', 'A!', 'A!'],
    ['day', new Date(25), new Date(20)],
    ['large', -5n, 0n],
    ['table', [[' a', null], [], ['b']], [['a', null], [], ['b']]],
    ['names', new Map([['x ', ' a ']]), new Map([['x ', 'a']])],
    ['part', { sku: ' a', part: { sku: ' b' }, other: 1 }, { sku: 'a', part: { sku: 'b' }, other: 1 }],
    ['parts', [{ sku: ' a' }, null], [{ sku: 'a' }, null]],
  ])('gives %s another form: %o', (name, value, expected) => {
    expect(of(name, value)).toEqual(expected);
  });

  test.each<[keyof Order, unknown]>([
    ['note', ' A '],
    ['trimmed', null],
    ['trimmed', undefined],
    ['trimmed', 5],
    ['trimmed', [' a']],
    ['trimmed', ' \ud800'],
    ['day', new Date(20)],
    ['day', new Date(NaN)],
    ['large', 5],
    ['table', ' a'],
    ['table', [['a']]],
    ['names', { a: ' b' }],
    ['names', new Map([['a', 'b']])],
    ['parts', 'x'],
    ['part', part({ sku: 'a', note: ' b ' })],
  ])('leaves %s the very value: %o', (name, value) => {
    expect(of(name, value)).toBe(value);
  });

  test('changes nothing in place, and reads what accessors give', () => {
    const given = part({ sku: ' a ', count: 3, part: part({ sku: 'b' }) });
    undeclared.keep(given, { other: 1 });
    const copy = of('parts', [given]) as object[];

    expect(copy).toEqual([{ sku: 'a', count: 3, part: given.part }]);
    expect(given.sku).toBe(' a ');
    expect(undeclared.of(copy[0] as object)).toEqual({ other: 1 });
  });

  test('comes to an end where embedded documents hold each other', () => {
    const given = part({ sku: ' a' });
    given.part = given;

    expect(of('part', given)).toMatchObject({ sku: 'a' });
  });

  test.each<[string, unknown]>([
    ['a promise', Promise.resolve('a')],
    ['undefined', undefined],
    ['null', null],
    ['number', 1],
  ])('refuses a normaliser that returns %s', (_, returned) => {
    result = returned;

    expect(() => of('broken', 'secret')).toThrow(InvalidNormaliserError);
    expect(() => of('broken', 'secret')).toThrow(/^A value of Order\.broken could not be normalised\. /);
    expect(() => of('broken', 'secret')).not.toThrow(/secret/);
  });
});
