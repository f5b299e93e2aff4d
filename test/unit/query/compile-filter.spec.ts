import { describe, expect, test } from 'vitest';
import { BSON, Decimal128, Int32, ObjectId } from 'mongodb';
import { compileFilter } from '../../../lib/query/compile-filter.js';
import { gt } from '../../../lib/query/comparison/gt.js';
import { not } from '../../../lib/query/logic/not.js';
import { oneOf } from '../../../lib/query/comparison/one-of.js';
import {
  InvalidFilterError,
  OperatorNotAllowedError,
  UnknownPathError,
} from '../../../lib/query/query-errors.js';
import { Address, personSchema, sampleSchema } from '../../support/unit/unit-world.js';

const id = new ObjectId();
const parsed = (json: string): unknown => JSON.parse(json);

/** As the server gets it. */
const compile = (filter: unknown, schema = personSchema): unknown =>
  BSON.deserialize(BSON.serialize(compileFilter(schema, filter)), { useBigInt64: true });

describe('compileFilter', () => {
  test.each<[string, object, object]>([
    ['nothing', {}, {}],
    ['a value', { name: 'Ada' }, { name: { $eq: 'Ada' } }],
    ['the id', { id }, { _id: { $eq: id } }],
    ['the id as text', { id: id.toHexString() }, { _id: { $eq: id } }],
    [
      'text of hexadecimal digits for a text',
      { name: id.toHexString() },
      { name: { $eq: id.toHexString() } },
    ],
    ['a field with a key of its own', { age: 5 }, { a: { $eq: 5 } }],
    [
      'several paths',
      { name: 'Ada', 'address.street': 's' },
      { name: { $eq: 'Ada' }, 'address.s': { $eq: 's' } },
    ],
    ['null', { age: null, address: null }, { a: { $eq: null }, address: { $eq: null } }],
    ['an element', { tags: 'a' }, { tags: { $eq: 'a' } }],
    ['a whole array', { tags: ['a', 'b'] }, { tags: { $eq: ['a', 'b'] } }],
    ['an empty array', { tags: [] }, { tags: { $eq: [] } }],
    ['an element by its index', { 'tags.1': 'a' }, { 'tags.1': { $eq: 'a' } }],
    ['a field of any element', { 'others.street': 's' }, { 'others.s': { $eq: 's' } }],
    ['an embedded document', { address: { street: 's' } }, { address: { $eq: { s: 's' } } }],
    [
      'an instance of an embedded document',
      { others: Object.assign(new Address(), { street: 's' }) },
      { others: { $eq: { s: 's' } } },
    ],
    ['an entry of a map', { 'scores.ada': 5 }, { 'scores.ada': { $eq: 5 } }],
    ['a whole map', { scores: new Map([['a', 1]]) }, { scores: { $eq: { a: 1 } } }],
    ['an untyped value', { extra: { a: [1] } }, { extra: { $eq: { a: [1] } } }],
    ['something in an untyped value', { 'extra.a.b': 5 }, { 'extra.a.b': { $eq: 5 } }],
    ['oneOf', { name: oneOf(['a', 'b']) }, { name: { $in: ['a', 'b'] } }],
    ['oneOf nothing', { name: oneOf([]) }, { name: { $in: [] } }],
    ['oneOf with null', { age: oneOf([1, null]) }, { a: { $in: [1, null] } }],
    [
      'oneOf for elements and whole arrays',
      { tags: oneOf<unknown>(['a', ['b']]) },
      { tags: { $in: ['a', ['b']] } },
    ],
    ['not', { name: not('a') }, { name: { $ne: 'a' } }],
    ['not null', { age: not(null) }, { a: { $ne: null } }],
    ['not of oneOf', { age: not(oneOf([1, 2])) }, { a: { $nin: [1, 2] } }],
    ['not of not of oneOf', { age: not(not(oneOf([1, 2]))) }, { a: { $in: [1, 2] } }],
    ['not of not', { name: not(not('a')) }, { name: { $eq: 'a' } }],
    [
      'an embedded document in an operator',
      { address: not({ street: 's' }) },
      { address: { $ne: { s: 's' } } },
    ],
  ])('compiles %s', (_title, filter, expected) => {
    expect(compile(filter)).toEqual(expected);
  });

  test('compiles elements of arrays of arrays, one level down as the server looks', () => {
    const address = { street: 's' };
    expect(() => compile({ nested: address }, sampleSchema)).toThrow(InvalidFilterError);
    expect(() => compile({ nested: gt(5) }, sampleSchema)).toThrow(InvalidFilterError);
    expect(compile({ 'nested.0': address }, sampleSchema)).toEqual({ 'nested.0': { $eq: { s: 's' } } });
    expect(compile({ nested: [address] }, sampleSchema)).toEqual({ nested: { $eq: [{ s: 's' }] } });
    expect(compile({ nested: [[address]] }, sampleSchema)).toEqual({ nested: { $eq: [[{ s: 's' }]] } });
  });

  test('encodes values as they are stored', () => {
    const compiled = compileFilter(sampleSchema, {
      int32: 5,
      bigint: 5n,
      decimal128: Decimal128.fromString('1.0'),
    });
    expect(compiled['int32']).toEqual({ $eq: new Int32(5) });
    expect(compiled['bigint']).toEqual({ $eq: 5n });
    expect(compiled['decimal128']).toEqual({ $eq: Decimal128.fromString('1.0') });
  });

  test('shares nothing that can be changed with the filter', () => {
    const extra = { list: [1] };
    const compiled = compileFilter(personSchema, { extra });
    extra.list.push(2);
    expect(compiled['extra']).toEqual({ $eq: { list: [1] } });
  });

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a text', 'name'],
    ['an array', [{ name: 'a' }]],
    ['a Map', new Map([['name', 'a']])],
    ['an instance of a class', new Address()],
    ['an object that inherits', Object.create({ name: 'a' })],
    ['a function', () => true],
  ])('refuses %s instead of a filter', (_title, filter) => {
    expect(() => compileFilter(personSchema, filter)).toThrow(InvalidFilterError);
    expect(() => compileFilter(personSchema, filter)).toThrow('Pass an object; {} for all documents.');
  });

  test('refuses a symbol as a key, which would match every document', () => {
    expect(() => compileFilter(personSchema, { [Symbol('or')]: [{ name: 'a' }] })).toThrow(
      'A filter for Person cannot be used. It has a symbol as a key, which names no field and would match unintended ' +
        'documents. Use field names, joined by dots.',
    );
  });

  test.each([
    ['at the top', { name: undefined }],
    ['in a path', { 'address.street': undefined }],
    ['of an untyped value', { extra: undefined }],
    ['in oneOf', { name: oneOf(['a', undefined]) }],
    ['in not', { name: not(undefined) }],
  ])('refuses undefined %s', (_title, filter) => {
    expect(() => compileFilter(personSchema, filter)).toThrow(
      'Its value is undefined, which would match unintended documents. Leave the path out, use null for "null or absent", or give the option { ignoreUndefined: true }.',
    );
  });

  test.each<[string, object, string]>([
    [
      'a number for a text',
      { name: 5 },
      'A filter for Person cannot be used, because of name. Its value is number and not string. Convert it first.',
    ],
    ['a text for a number', { age: '5' }, 'Its value is string and not number.'],
    ['NaN', { age: NaN }, 'Its value is NaN and not number.'],
    ['a text for an id', { id: `${id.toHexString()}0` }, 'Its value is string and not objectId.'],
    ['what claims to be an id', { id: { _bsontype: 'ObjectId' } }, 'Its value is Object and not objectId.'],
    ['a regular expression', { name: /a/ }, 'Its value is RegExp and not string.'],
    ['a regular expression for an untyped value', { extra: /a/ }, 'Its value is RegExp and not any.'],
    ['another element', { tags: 5 }, 'Its value is number and not string[].'],
    ['an array with another element', { tags: ['a', 5] }, 'Its value is an array and not string[].'],
    ['an array for a single value', { name: ['a'] }, 'Its value is an array and not string.'],
    [
      'an unknown field of an embedded document',
      { address: { street: 's', zip: 1 } },
      'Its value is Object and not Address.',
    ],
    [
      'an embedded document without what is required',
      { address: {} },
      'Its value is Object and not Address.',
    ],
    ['a plain object for a map', { scores: { a: 1 } }, 'Its value is Object and not map of number.'],
    ['a wrong value in oneOf', { name: oneOf<unknown>(['a', 5]) }, 'Its value is number and not string.'],
    ['a function', { extra: () => true }, 'Its value is function and not any.'],
    ['an instance of a class', { extra: new Address() }, 'Its value is Address and not any.'],
    ['an operator inside a value', { extra: { a: oneOf(['a']) } }, 'Its value is Object and not any.'],
    [
      'an operator inside an operator',
      { name: oneOf<unknown>([not('a')]) },
      'It has an operator where a value is expected.',
    ],
    [
      'a key with a symbol instead of an operator',
      { age: { [Symbol('gt')]: 5 } },
      'Its value is Object and not number.',
    ],
  ])('refuses %s', (_title, filter, message) => {
    expect(() => compileFilter(personSchema, filter)).toThrow(InvalidFilterError);
    expect(() => compileFilter(personSchema, filter)).toThrow(message);
  });

  test.each([['a string', 'Ada', 'string']])('refuses %s as the list of oneOf', (_, given, named) => {
    expect(() => compile({ name: oneOf(given as never) })).toThrow(`oneOf was given ${named} and not a list`);
  });

  test('refuses an invalid date', () => {
    expect(() => compileFilter(sampleSchema, { date: new Date('x') })).toThrow(
      'Its value is an invalid Date and not date.',
    );
  });

  test('names no values', () => {
    for (const filter of [
      { age: 'secret' },
      { name: { secret: 'secret' } },
      { extra: { a: [/secret/] }, age: 's' },
    ])
      expect(() => compileFilter(personSchema, filter)).toThrow(/^((?!secret).)*$/);
  });

  test.each(['unknown', '_id', 'address.s', '__proto__', 'constructor', 'toString'])(
    'refuses the path %s',
    (path) => {
      expect(() => compileFilter(personSchema, parsed(`{"${path}": "a"}`))).toThrow(UnknownPathError);
    },
  );

  test.each<[string, string, string]>([
    [
      '$where at the top',
      '{"$where": "sleep(1000)"}',
      'or raw(...) for a filter that you have written yourself',
    ],
    ['$or at the top', '{"$or": [{"name": "a"}]}', 'Use or(...)'],
    [
      '$ne',
      '{"name": {"$ne": null}}',
      '$ne is how requests inject queries, so only functions can create operators. Use not(...)',
    ],
    ['$gt', '{"name": {"$gt": ""}}', 'Use gt(...)'],
    [
      'an unknown operator',
      '{"name": {"$near": ""}}',
      'Keys that start with $ are how requests inject queries',
    ],
    ['$in beside a field', '{"address": {"street": "s", "$in": []}}', 'Use oneOf([...])'],
    ['$nin of a map', '{"scores": {"$nin": []}}', 'Use noneOf([...])'],
    ['$eq of an untyped value', '{"extra": {"$eq": 1}}', 'Use the value itself'],
    ['$regex of an element', '{"tags": {"$regex": "a"}}', 'Use matches(...)'],
  ])('refuses %s, which may come from a request', (_title, json, message) => {
    expect(() => compileFilter(personSchema, parsed(json))).toThrow(OperatorNotAllowedError);
    expect(() => compileFilter(personSchema, parsed(json))).toThrow(message);
  });

  test.each([
    ['in a list', '{"tags": [{"$gt": ""}]}'],
    ['in an embedded document', '{"address": {"street": {"$gt": ""}}}'],
    ['deep in an untyped value', '{"extra": {"a": [{"$where": "1"}]}}'],
    ['as prototype', '{"extra": {"__proto__": {"$gt": 1}}}'],
  ])('refuses an operator %s', (_title, json) => {
    expect(() => compileFilter(personSchema, parsed(json))).toThrow(InvalidFilterError);
  });

  test.each([
    ['JSON', (operator: object) => parsed(JSON.stringify(operator))],
    ['Object.create', (operator: object) => Object.create(operator) as unknown],
    ['spreading', (operator: object) => ({ ...operator })],
    ['structuredClone', (operator: object) => structuredClone(operator)],
  ])('takes no operator that was copied by %s', (_title, copy) => {
    expect(() => compileFilter(personSchema, { name: copy(not('a')) })).toThrow(InvalidFilterError);
  });
});

describe('An operator that has no opposite', () => {
  test('compiles its operand', () => {
    expect(compile({ age: gt(5) })).toEqual({ a: { $gt: 5 } });
  });

  test('is wrapped by not, and not of not is the operator itself', () => {
    expect(compile({ age: not(gt(5)) })).toEqual({ a: { $not: { $gt: 5 } } });
    expect(compile({ age: not(not(gt(5))) })).toEqual({ a: { $gt: 5 } });
  });

  test.each([
    ['by itself', gt(5)],
    ['inside not', not(gt(5))],
  ])('is refused %s where values of the kind have no order', (_title, operator) => {
    expect(() => compile({ address: operator })).toThrow(
      'A filter for Person cannot be used, because of address. ' +
        'gt(...) does not compare values of the type Address. Use another operator.',
    );
  });

  test('checks what it is given', () => {
    expect(() => compile({ age: gt('5' as never) })).toThrow('Its value is string and not number.');
    expect(() => compile({ age: not(gt(undefined as never)) })).toThrow('Its value is undefined');
  });
});
