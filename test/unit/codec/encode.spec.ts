import { describe, expect, test } from 'vitest';
import { BSON, ObjectId } from 'mongodb';
import { encodeStepByStep, encodeValue } from '../../../lib/codec/encode.js';
import { encodeDocument } from '../../../lib/codec/fast/encode-document.js';
import { UndeclaredKeys } from '../../../lib/codec/undeclared-keys.js';
import type { FieldType } from '../../../lib/schema/document-schema.js';
import { Address, Person, personSchema, Student, studentSchema } from '../../support/unit/unit-world.js';

const id = new ObjectId();
const none = new UndeclaredKeys();
const person = (values: object): Person => Object.assign(new Person(), { id, name: 'Ada' }, values);

describe.each([
  ['encodeDocument', encodeDocument],
  ['encodeStepByStep', encodeStepByStep],
])('%s', (_, encodeAll) => {
  const encode = (values: object): Record<string, unknown> => encodeAll(personSchema, person(values), none);

  test('writes stored keys in the order of the fields', () => {
    const stored = encode({ status: 'old', age: 5, address: { street: 's' } });
    expect(Object.keys(stored)).toEqual(['_id', 'name', 'a', 'tags', 'address', 'status']);
    expect(stored['address']).toEqual({ s: 's' });
  });

  test('leaves out undefined, at any depth, and keeps null and what is empty', () => {
    const stored = encode({
      age: null,
      name: '',
      address: { street: '', country: undefined },
      places: new Map(),
      extra: {},
    });
    expect(BSON.deserialize(BSON.serialize(stored, { ignoreUndefined: false }))).toEqual({
      _id: id,
      name: '',
      a: null,
      tags: [],
      address: { s: '' },
      places: {},
      extra: {},
    });
  });

  test('writes no property that is no field', () => {
    expect(
      encode({ password: 'x', address: Object.assign(new Address(), { street: 's', cache: 1 }) }),
    ).not.toHaveProperty('password');
    expect(Object.keys(encode({ address: { street: 's', cache: 1 } })['address'] as object)).toEqual(['s']);
  });

  test('writes the discriminator of a class that extends a document', () => {
    const student = Object.assign(new Student(), { id, name: 'Bob' });
    expect(encodeAll(studentSchema, student, none)['_type']).toBe('Student');
    expect(encode({})).not.toHaveProperty('_type');
  });

  test('shares nothing that can be changed with the document', () => {
    const values = {
      tags: ['a'],
      others: [{ street: 's' }],
      scores: new Map([['a', 1]]),
      extra: { when: new Date(5), bytes: Buffer.from('a'), list: [1] },
    };
    const stored = encode(values);
    values.tags.push('b');
    values.others[0]!.street = 'z';
    values.scores.set('a', 2);
    values.extra.when.setTime(9);
    values.extra.bytes.fill(0);
    values.extra.list.push(2);
    expect(stored).toEqual({
      _id: id,
      name: 'Ada',
      tags: ['a'],
      others: [{ s: 's' }],
      scores: { a: 1 },
      extra: { when: new Date(5), bytes: Buffer.from('a'), list: [1] },
    });
  });

  test('keeps awkward keys of maps as they are', () => {
    const scores = new Map(['', 'a.b', '0', 'constructor', '__proto__'].map((key, index) => [key, index]));
    const stored = encode({ scores })['scores'] as object;
    expect(Object.keys(stored).sort()).toEqual(['', '0', '__proto__', 'a.b', 'constructor']);
    expect(stored).not.toHaveProperty('toString');
  });

  test('writes the keys that came with an embedded document and are not declared', () => {
    const undeclared = new UndeclaredKeys();
    const address = Object.assign(new Address(), { street: 's' });
    undeclared.keep(address, { zip: 5 });
    const stored = encodeAll(personSchema, person({ address, others: [address] }), undeclared);
    expect(stored['address']).toEqual({ s: 's', zip: 5 });
    expect(stored['others']).toEqual([{ s: 's', zip: 5 }]);
  });
});

describe('encodeValue', () => {
  const type = personSchema.fieldsByName.get('others')?.type as FieldType;

  test.each([null, undefined])('leaves %O as it is', (value) => {
    expect(encodeValue(type, value, none)).toBe(value);
  });

  test('keeps nulls in arrays', () => {
    expect(encodeValue(type, [null, { street: 's' }], none)).toEqual([null, { s: 's' }]);
  });
});
