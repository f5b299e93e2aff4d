import { describe, expect, test } from 'vitest';
import { Binary, BSONSymbol, Double, ObjectId, UUID } from 'mongodb';
import { DecodeError, Misfit } from '../../../lib/codec/codec-errors.js';
import { decodeValues } from '../../../lib/codec/decode.js';
import type { Values } from '../../../lib/codec/decode.js';
import { UndeclaredKeys } from '../../../lib/codec/undeclared-keys.js';
import { personSchema, sampleSchema } from '../../support/unit/unit-world.js';

const id = new ObjectId();
const decode = (stored: object, undeclared = new UndeclaredKeys()): Values =>
  decodeValues(personSchema, stored as Values, undeclared);
const parsed = (json: string): object => JSON.parse(json) as object;

function errorOf(stored: object): DecodeError {
  try {
    decodeValues(sampleSchema, { _id: id, ...stored }, new UndeclaredKeys());
  } catch (error) {
    return error as DecodeError;
  }
  throw new Error('nothing was thrown');
}

describe('decodeValues', () => {
  test('gives values by field name, and only those that are stored', () => {
    expect({
      ...decode({ _id: id, a: 5, address: { s: 'x' }, others: [{ s: 'y' }, null], scores: { 'a.b': 1 } }),
    }).toEqual({
      id,
      age: 5,
      address: { street: 'x' },
      others: [{ street: 'y' }, null],
      scores: new Map([['a.b', 1]]),
    });
  });

  test('reads null as null, and no undeclared key', () => {
    expect({ ...decode({ _id: id, a: null, address: null, age: 7, password: 'x' }) }).toEqual({
      id,
      age: null,
      address: null,
    });
  });

  test('reads numbers and text however they are stored', () => {
    const stored = {
      a: new Double(5),
      name: new BSONSymbol('Ada'),
      extra: [new Double(1), { a: new BSONSymbol('x') }],
    };
    expect({ ...decode(stored) }).toEqual({ age: 5, name: 'Ada', extra: [1, { a: 'x' }] });
  });

  test('reads nothing from the prototype of what is stored', () => {
    expect(Object.keys(decode(Object.create({ name: 'Ada' }) as object))).toEqual([]);
  });

  test('reaches no prototype with stored keys', () => {
    const values = decode(
      parsed(`{
        "__proto__": {"name": "evil"},
        "constructor": {"prototype": {"polluted": 1}},
        "address": {"s": "x", "__proto__": {"country": "evil"}},
        "scores": {"__proto__": 5},
        "extra": {"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}
      }`),
    ) as {
      name?: string;
      address: { country?: string };
      scores: Map<string, number>;
      extra: { polluted?: number };
    };
    expect(values.name).toBeUndefined();
    expect(values.address.country).toBeUndefined();
    expect(values.scores).toEqual(new Map([['__proto__', 5]]));
    expect(values.extra.polluted).toBeUndefined();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('keeps the undeclared keys of embedded documents at any depth', () => {
    const undeclared = new UndeclaredKeys();
    const stored = parsed(`{
      "address": {"s": "x", "zip": 1, "location": {"height": 2, "__proto__": 3}},
      "others": [{"s": "y", "street": 4}],
      "places": {"home": {"s": "z", "a.b": 5}}
    }`);
    const values = decode(stored, undeclared) as {
      address: { location: object };
      others: object[];
      places: Map<string, object>;
    };
    expect({ ...undeclared.of(values.address) }).toEqual({ zip: 1 });
    expect(Object.entries(undeclared.of(values.address.location) ?? {})).toEqual([
      ['height', 2],
      ['__proto__', 3],
    ]);
    expect({ ...undeclared.of(values.others[0]!) }).toEqual({ street: 4 });
    expect({ ...undeclared.of(values.places.get('home')!) }).toEqual({ 'a.b': 5 });
    expect(undeclared.of(values)).toBeUndefined();
  });

  test('shares nothing that can be changed with what is stored', () => {
    const stored = { date: new Date(5), any: { list: [1] }, binary: new Binary(Buffer.from('a')) };
    const values = decodeValues(sampleSchema, stored, new UndeclaredKeys());
    stored.date.setTime(9);
    stored.any.list.push(2);
    stored.binary.buffer.fill(0);
    expect(values['date']).toEqual(new Date(5));
    expect(values['any']).toEqual({ list: [1] });
    expect(String(values['binary'])).toBe('a');
  });
});

describe('DecodeError', () => {
  test.each<[object, string, string, string]>([
    [{ string: 5 }, 'string', 'string', 'number'],
    [{ string: { a: 1 } }, 'string', 'string', 'Object'],
    [{ number: '5' }, 'number', 'number', 'string'],
    [{ boolean: new Date(0) }, 'boolean', 'boolean', 'Date'],
    [{ date: new Date(NaN) }, 'date', 'date', 'a Date out of range'],
    [{ objectId: 'x' }, 'objectId', 'objectId', 'string'],
    [{ objectId: { _bsontype: 'ObjectId' } }, 'objectId', 'objectId', 'Object'],
    [{ uuid: new Binary(Buffer.alloc(3)) }, 'uuid', 'uuid', 'Binary'],
    [{ array: { 0: 'a' } }, 'array', 'string[]', 'Object'],
    [{ array: ['a', 5] }, 'array.1', 'string', 'number'],
    [{ map: [1] }, 'map', 'map of number', 'an array'],
    [{ map: { a: 'x' } }, 'map.a', 'number', 'string'],
    [{ map: id }, 'map', 'map of number', 'ObjectId'],
    [{ embedded: 'x' }, 'embedded', 'Address', 'string'],
    [{ embedded: /x/ }, 'embedded', 'Address', 'RegExp'],
    [{ embedded: { s: 5n } }, 'embedded.street', 'string', 'bigint'],
    [{ nested: [[], [{ s: 's', location: [] }]] }, 'nested.1.0.location', 'Location', 'an array'],
    [{ string: undefined }, 'string', 'string', 'undefined'],
  ])('tells where, what was expected and what was found: row %#', (stored, path, expected, found) => {
    const error = errorOf(stored);
    expect(error).toBeInstanceOf(DecodeError);
    expect([error.path, error.expected, error.found]).toEqual([path, expected, found]);
  });

  test('names no values but the id', () => {
    const error = errorOf({ embedded: { s: { secret: 'secret' } } });
    expect(error.message).toBe(
      'A stored Sample cannot be loaded. embedded.street should be string, but Object is stored. ' +
        `Correct the stored document with the id ${id.toHexString()}, or declare the field with the stored type.`,
    );
  });

  test('knows the id, and does not list it', () => {
    const error = errorOf({ string: 5 });
    expect(error.documentId).toBe(id);
    expect(error.code).toBe('DECODE_FAILED');
    expect(Object.keys(error).sort()).toEqual(['code', 'documentName', 'expected', 'found', 'path']);
  });

  test.each<[string, unknown, string]>([
    ['a UUID', new UUID('0189a7cb-7d3e-7b1c-8f00-3c9a5f1f3b2a'), '0189a7cb-7d3e-7b1c-8f00-3c9a5f1f3b2a'],
    ['a number', 17, '17'],
    ['a bigint', 2n ** 60n, '1152921504606846976'],
  ])('shows an id that is %s', (_what, documentId, shown) => {
    const error = new DecodeError('Sample', documentId, new Misfit('string', 'string', 'number'));
    expect(error.message).toContain(`with the id ${shown},`);
    expect(error.documentId).toBe(documentId);
  });

  test.each<[string, unknown]>([
    ['a text, which may be a name', 'secret'],
    ['an object', { secret: 'secret' }],
    ['another Binary', new Binary(Buffer.from('secret'))],
    ['unknown', undefined],
  ])('shows no id that is %s', (_what, documentId) => {
    const error = new DecodeError('Sample', documentId, new Misfit('string', 'string', 'number'));
    expect(error.message).toContain('("documentId" has its id)');
    expect(error.message).not.toMatch(/secret/);
  });
});
