import { describe, expect, test } from 'vitest';
import {
  Binary,
  BSONRegExp,
  Code,
  DBRef,
  Decimal128,
  Long,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'mongodb';
import { driverTag } from '../../../lib/value/driver-values.js';

describe('driverTag', () => {
  test.each<[string, unknown]>([
    ['ObjectId', new ObjectId()],
    ['Binary', new Binary(Buffer.from('x'))],
    ['Binary', new UUID()],
    ['Decimal128', Decimal128.fromString('1')],
    ['Long', Long.ONE],
    ['Timestamp', new Timestamp(1n)],
    ['Code', new Code('1')],
    ['BSONRegExp', new BSONRegExp('x')],
    ['MinKey', new MinKey()],
  ])('is %s for a value of the driver', (tag, value) => {
    expect(driverTag(value)).toBe(tag);
  });

  test.each<[string, unknown]>([
    ['a text', 'ObjectId'],
    ['null', null],
    ['an object without a tag', {}],
    ['data that claims one', { _bsontype: 'MinKey' }],
    ['data whose prototype claims one', Object.create({ _bsontype: 'MinKey' })],
    [
      'a value with another tag of its own',
      Object.defineProperty(new MinKey(), '_bsontype', { value: 'MaxKey' }),
    ],
    ['a Code without its code', Object.create(Code.prototype)],
    ['a Binary without its bytes', Object.create(Binary.prototype)],
    ['a value that becomes another', Object.assign(new ObjectId(), { toBSON: () => ({ $ne: null }) })],
    [
      'a value of another version',
      { __proto__: { _bsontype: 'MinKey', [Symbol.for('@@mdb.bson.version')]: 6 } },
    ],
  ])('is undefined for %s', (_, value) => {
    expect(driverTag(value)).toBeUndefined();
  });

  test('asks about the scope of a Code and the parts of a DBRef', () => {
    const isNumber = (value: unknown): boolean => typeof (value as { x?: unknown }).x === 'number';
    expect(driverTag(new Code('1', { x: 1 }), isNumber)).toBe('Code');
    expect(driverTag(new Code('1', { x: 'y' }), isNumber)).toBeUndefined();
    const asked: unknown[] = [];
    const ask = (value: unknown): boolean => asked.push(value) > 0;
    expect(driverTag(new DBRef('people', new ObjectId('64b000000000000000000001')), ask)).toBe('DBRef');
    expect(asked).toEqual([new ObjectId('64b000000000000000000001'), {}]);
  });
});
