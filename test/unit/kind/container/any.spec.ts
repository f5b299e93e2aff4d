import { describe, expect, test } from 'vitest';
import { Binary, ObjectId, UUID } from 'mongodb';
import { anyKind } from '../../../../lib/kind/container/any.js';

const copy = (value: unknown): unknown => anyKind.encode(value as never);

describe('anyKind', () => {
  test.each<[string, object]>([
    ['an object', { a: 1 }],
    ['an array', [1]],
    ['a Date', new Date(5)],
    ['a Buffer', Buffer.from('a')],
    ['a Binary', new Binary(Buffer.from('a'), 128)],
  ])('copies %s both ways', (_title, value) => {
    for (const made of [copy(value), anyKind.decode(value)]) {
      expect(made).toStrictEqual(value);
      expect(made).not.toBe(value);
    }
  });

  test('shares no bytes', () => {
    const bytes = Buffer.from('aa');
    const binary = new Binary(bytes);
    const made = copy([bytes, binary]) as [Buffer, Binary];
    bytes.fill('b');
    expect(made[0].toString()).toBe('aa');
    expect(made[1].toString()).toBe('aa');
  });

  test('copies at any depth', () => {
    const inner = { list: [{ a: 1 }] };
    const made = copy({ inner }) as { inner: typeof inner };
    inner.list[0]!.a = 2;
    inner.list.push({ a: 3 });
    expect(made).toEqual({ inner: { list: [{ a: 1 }] } });
  });

  test.each<[string, unknown]>([
    ['an ObjectId', new ObjectId()],
    ['a UUID', new UUID()],
    ['a regular expression', /a/],
    ['null', null],
    ['a text', 'a'],
  ])('leaves %s as it is', (_title, value) => {
    expect(copy(value)).toBe(value);
  });

  test('leaves undefined entries out', () => {
    expect(Object.keys(copy({ a: undefined, b: null }) as object)).toEqual(['b']);
  });

  test('keeps a stored key __proto__ as a key', () => {
    const made = anyKind.decode(JSON.parse('{"a": {"__proto__": {"isAdmin": true}}}')) as {
      a: { isAdmin?: boolean };
    };
    expect(Object.keys(made.a)).toEqual(['__proto__']);
    expect(made.a.isAdmin).toBeUndefined();
    expect(Object.getPrototypeOf(made.a)).toBe(Object.prototype);
  });

  test('copies what only claims to be a value of the driver', () => {
    const claim = { _bsontype: 'ObjectId', list: [] };
    const made = copy(claim);
    expect(made).toEqual(claim);
    expect(made).not.toBe(claim);
  });
});
