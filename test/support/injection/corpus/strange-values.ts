import { oneOf, not } from 'nestjs-documents';
import { made, values } from './payload.js';
import type { Payload } from './payload.js';

const operator = (): object => oneOf(['canary']);

const withGetter = (name: string, get: () => unknown): object =>
  Object.defineProperty({}, name, { get, enumerable: true });
const cyclic = (): object => {
  const value: Record<string, unknown> = { street: 'x' };
  value['a'] = value;
  return value;
};
const nested = (levels: number): object => {
  let value: object = {};
  for (let level = 0; level < levels; level++) value = { a: value };
  return value;
};

export const strangeGroups: Readonly<Record<string, readonly Payload[]>> = {
  'a forged operator': made({
    'a spread operator': () => ({ ...operator() }),
    'an operator as JSON': () => JSON.parse(JSON.stringify(operator())) as unknown,
    'an object with an operator as prototype': () => Object.create(operator()),
    'an object of the class of operators': () => Object.create(Object.getPrototypeOf(operator())),
    'an object assigned from an operator': () => Object.assign({}, operator()),
    'a clone of an operator': () => structuredClone(operator()),
    'a proxy of an operator': () => new Proxy(operator(), {}),
    'a description of an operator': () => ({ name: 'oneOf', values: ['canary'] }),
    'a private description of an operator': () => ({ '#name': 'not', '#values': [null] }),
    'an operator in an array': () => [operator()],
    'an operator in an object': () => ({ street: operator(), a: not(null) }),
    'an operator in an operator': () => oneOf([operator()]),
    'an operator of an object with an operator': () => not({ $ne: null }),
    'an operator of a list with an operator': () => oneOf([{ $gt: '' }]),
    'an operator of no list': () => oneOf('canary' as never),
    'an operator of undefined': () => not(undefined),
  }),
  'an object with behaviour': made({
    toBSON: () => ({ toBSON: () => ({ $ne: null }) }),
    'toBSON beside a value': () => ({ street: 'x', toBSON: () => ({ $where: '1' }) }),
    'an array with toBSON': () => Object.assign(['x'], { toBSON: () => ({ $ne: null }) }),
    'a Map with toBSON': () => Object.assign(new Map([['go', 1]]), { toBSON: () => ({ $ne: null }) }),
    toJSON: () => ({ toJSON: () => ({ $ne: null }) }),
    toString: () => ({ toString: () => 'canary' }),
    valueOf: () => ({ valueOf: () => 'canary' }),
    'Symbol.toPrimitive': () => ({ [Symbol.toPrimitive]: () => 'canary' }),
    'Symbol.iterator': () => ({
      *[Symbol.iterator]() {
        yield 'canary';
      },
    }),
    'Symbol.toStringTag': () => ({ [Symbol.toStringTag]: 'Date' }),
    'Symbol.hasInstance': () => ({ [Symbol.hasInstance]: () => true }),
    'a symbol as key': () => ({ [Symbol('name')]: 'canary' }),
    'a symbol as key beside another': () => ({ street: 'x', [Symbol('$ne')]: null }),
    'a getter': () => withGetter('street', () => 'x'),
    'a getter of an operator': () => withGetter('street', () => ({ $ne: null })),
    'a getter named as an operator': () => withGetter('$ne', () => null),
    'a hidden property': () => Object.defineProperty({}, '$ne', { value: null }),
    'a proxy': () => new Proxy({ street: 'x' }, {}),
    'a proxy with an operator': () => new Proxy({ $ne: null }, {}),
    'a proxy that has everything': () => new Proxy({}, { get: () => ({ $ne: null }), has: () => true }),
    'a thenable': () => ({
      then: (resolve: (value: unknown) => void) => {
        resolve({ $ne: null });
      },
    }),
    'a frozen object with an operator': () => Object.freeze({ $ne: null }),
    'a cycle': cyclic,
    'nested 99 times': () => nested(99),
    'nested 101 times': () => nested(101),
    'nested 20,000 times': () => nested(20_000),
  }),
  'something of another class': made({
    'a Map': () => new Map([['$ne', null]]),
    'a Map of a score': () => new Map([['go', 1]]),
    'a Map with an operator': () => new Map([['go', { $gt: 0 }]]),
    'a Map with a path': () => new Map([['a.b', 1]]),
    'a Map with an object as key': () => new Map([[{ toString: () => 'go' }, 1]]),
    'a Map with __proto__': () => new Map([['__proto__', 1]]),
    'a Map with NUL': () => new Map([['a\0$ne', 1]]),
    'a Set': () => new Set(['canary']),
    'a WeakMap': () => new WeakMap(),
    'a function': () => () => true,
    'a function of the server': () =>
      function where() {
        return true;
      },
    'an async function': () => async () => Promise.resolve(true),
    'a class': () => class Injected {},
    'an instance of a class': () =>
      new (class Injected {
        $ne = null;
      })(),
    'an instance with a name': () =>
      new (class Injected {
        name = 'canary';
      })(),
    'an error': () => new Error('canary'),
    'a promise': () => Promise.resolve('canary'),
    'a generator': () =>
      (function* () {
        yield 'canary';
      })(),
    'a URL': () => new URL('mongodb://canary'),
    'a text in an object': () => new String('canary'),
    'a number in an object': () => new Number(1),
    'an invalid date': () => new Date(NaN),
    'a date': () => new Date(0),
    'a regular expression': () => /.*/,
    'a regular expression with NUL': () => new RegExp(String.fromCharCode(0)),
    'a regular expression in an array': () => [/.*/],
    'a Uint8Array': () => new Uint8Array(3),
    'a Float64Array': () => new Float64Array(3),
    'an ArrayBuffer': () => new ArrayBuffer(3),
    'a DataView': () => new DataView(new ArrayBuffer(3)),
    'an AbortSignal': () => new AbortController().signal,
  }),
  'an array': made({
    'an empty array': () => [],
    'an array of null': () => [null],
    'a sparse array': () => Object.assign(new Array(2), { 1: 'x' }),
    'a sparse array at its end': () => new Array(3),
    'an array with an operator as property': () => Object.assign(['x'], { $ne: null }),
    'an array with __proto__ as property': () =>
      Object.defineProperty(['x'], '__proto__', { value: { $ne: null }, enumerable: true }),
    'an array with a map of its own': () => Object.assign(['x'], { map: () => ({ $ne: null }) }),
    'an array with an iterator of its own': () =>
      Object.assign(['x'], {
        *[Symbol.iterator]() {
          yield { $ne: null };
        },
      }),
    'an array of another species': () =>
      Object.assign(['x'], {
        constructor: {
          [Symbol.species]: class {
            $ne = null;
          },
        },
      }),
    'an array of a subclass': () => new (class Injected extends Array<unknown> {})('x', 'y'),
    'a proxy of an array': () => new Proxy(['x'], {}),
    'an array with another prototype': () => Object.setPrototypeOf(['x'], { $ne: null }),
    'an array without a prototype': () => Object.setPrototypeOf(['x'], null),
    'an array of undefined': () => [undefined],
    'an array of functions': () => [() => true],
    'an array of documents': () => [{ name: 'canary' }],
    'an array of 10,000': () => new Array(10_000).fill('x'),
  }),
  'a primitive value': values(
    undefined,
    null,
    true,
    0,
    -0,
    1,
    -1,
    1.5,
    NaN,
    Infinity,
    -Infinity,
    2 ** 53,
    0n,
    1n,
    2n ** 63n,
    -(2n ** 63n) - 1n,
    10n ** 400n,
    Symbol('canary'),
    '1',
    'asc',
    '{"$ne":null}',
    '{$ne: null}',
    '[$ne]',
    "'; return true; var x='",
    "x' || '1'=='1",
    'true',
    '64b000000000000000000001',
    'aaaaaaaaaaaa',
    '\0canary',
    'a\0b',
    '\ud800',
    '\udc00\ud800',
    '\ufeff',
    '\u2028',
    '../../etc/passwd',
    '${7*7}',
    'x'.repeat(100_000),
  ),
};
