import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'mongodb';
import { json, made } from './payload.js';
import type { Payload } from './payload.js';

const tags = [
  'ObjectId',
  'ObjectID',
  'Binary',
  'UUID',
  'Code',
  'DBRef',
  'Timestamp',
  'Long',
  'Double',
  'Int32',
  'Decimal128',
  'MinKey',
  'MaxKey',
  'BSONSymbol',
  'BSONRegExp',
  'Unknown',
];

/** Properties that instances of all these classes have, so that each class could be meant. */
const parts = {
  id: 'aaaaaaaaaaaa',
  buffer: [1, 2, 3],
  sub_type: 0,
  position: 3,
  code: 'function() { return true; }',
  scope: { $where: '1' },
  collection: 'people',
  oid: 'x',
  fields: { $where: '1' },
  low: 1,
  high: 1,
  unsigned: true,
  value: 1,
  bytes: [1],
  pattern: '.*',
  options: 'i',
};
class Pretender {
  readonly id = Buffer.from('aaaaaaaaaaaa');
  constructor(readonly tag: string) {
    Object.assign(this, parts);
  }
  get _bsontype(): string {
    return this.tag;
  }
  toHexString(): string {
    return 'a'.repeat(24);
  }
}

const withToBSON = <T extends object>(value: T): T =>
  Object.assign(value, { toBSON: () => ({ $where: 'return true' }) });

export const lookalikeGroups: Readonly<Record<string, readonly Payload[]>> = {
  'JSON that claims to be a value of the driver': json(
    ...tags.map((tag) => `{"_bsontype":"${tag}"}`),
    ...tags.map((tag) => JSON.stringify({ _bsontype: tag, ...parts })),
    '{"_bsontype":{"$ne":null}}',
    '{"_bsontype":null}',
    '{"a":{"_bsontype":"Code","code":"1"}}',
    '[{"_bsontype":"MinKey"}]',
    '{"street":{"_bsontype":"MaxKey"}}',
    '{"street":"x","_bsontype":"ObjectId"}',
  ),
  'an object that claims to be a value of the driver': [
    ...tags.map((tag) => ({
      name: `inherited tag of ${tag}`,
      make: () => Object.assign(Object.create({ _bsontype: tag }), parts) as unknown,
    })),
    ...tags.map((tag) => ({ name: `instance that pretends ${tag}`, make: () => new Pretender(tag) })),
    ...made({
      'an ObjectId without its bytes': () => Object.create(ObjectId.prototype),
      'a Binary without its bytes': () => Object.create(Binary.prototype),
      'a UUID without its bytes': () => Object.create(UUID.prototype),
      'a Decimal128 without its bytes': () => Object.create(Decimal128.prototype),
      'a Code without its code': () => Object.create(Code.prototype),
      'a Long without its parts': () => Object.create(Long.prototype),
    }),
  ],
  'a value of the driver': made({
    ObjectId: () => new ObjectId(),
    Binary: () => new Binary(Buffer.from('x')),
    'Binary of an encrypted value': () => new Binary(Buffer.from('xxxxxxxxxxxxxxxxxxxx'), 6),
    UUID: () => new UUID(),
    Code: () => new Code('return true'),
    'Code with a scope': () => new Code('return true', { x: 1 }),
    'Code with an operator in its scope': () => new Code('return true', { $where: '1' }),
    DBRef: () => new DBRef('people', new ObjectId()),
    'DBRef with an operator among its fields': () =>
      new DBRef('people', new ObjectId(), undefined, { $where: '1' }),
    Decimal128: () => Decimal128.fromString('1'),
    Double: () => new Double(1),
    Int32: () => new Int32(1),
    Long: () => Long.fromNumber(1),
    MinKey: () => new MinKey(),
    MaxKey: () => new MaxKey(),
    Timestamp: () => new Timestamp(1n),
    BSONRegExp: () => new BSONRegExp('.*'),
    BSONSymbol: () => new BSONSymbol('canary'),
    'ObjectId with toBSON': () => withToBSON(new ObjectId()),
    'Binary with toBSON': () => withToBSON(new Binary(Buffer.from('x'))),
    'UUID with toBSON': () => withToBSON(new UUID()),
    'Decimal128 with toBSON': () => withToBSON(Decimal128.fromString('1')),
    'Date with toBSON': () => withToBSON(new Date(0)),
    'RegExp with toBSON': () => withToBSON(/x/),
    'Buffer with toBSON': () => withToBSON(Buffer.from('x')),
    'ObjectId in an array': () => [new ObjectId()],
    'MinKey in an object': () => ({ a: new MinKey() }),
  }),
};
