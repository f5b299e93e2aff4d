import { describe, expect, test } from 'vitest';
import {
  allOf,
  and,
  between,
  bitsAllSet,
  contains,
  DocumentsError,
  elemMatch,
  endsWith,
  exists,
  GeoPoint,
  gt,
  gte,
  intersects,
  lt,
  lte,
  matches,
  mod,
  near,
  noneOf,
  nor,
  not,
  oneOf,
  or,
  size,
  startsWith,
  text,
  typeOf,
  within,
  withinCircle,
} from 'nestjs-documents';
import { compileFilter } from '../../../lib/query/compile-filter.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { payloads } from '../../support/injection/corpus/corpus.js';
import { foreignKeys } from '../../support/injection/foreign-parts.js';
import { isTried, sample } from '../../support/injection/sample.js';
import { fields, Target } from '../../support/injection/target.js';

/** Operators that are given a payload, and the keys that they write themselves. */
const operators: readonly (readonly [
  name: string,
  make: (payload: any) => unknown,
  keys: readonly string[],
])[] = [
  ['gt', gt, ['$gt']],
  ['gte', gte, ['$gte']],
  ['lt', lt, ['$lt']],
  ['lte', lte, ['$lte']],
  ['between, as the start', (payload) => between(payload, 'z'), ['$gte', '$lte']],
  ['between, as the end', (payload) => between('a', payload), ['$gte', '$lte']],
  ['oneOf', oneOf, ['$in']],
  ['among oneOf', (payload) => oneOf([payload]), ['$in']],
  ['noneOf', noneOf, ['$nin']],
  ['among noneOf', (payload) => noneOf([payload]), ['$nin']],
  ['not', not, ['$ne']],
  ['not of a range', (payload) => not(gt(payload)), ['$not', '$gt']],
  ['and', (payload) => and(gt(payload), lt('z')), ['$gt', '$lt']],
  ['or', (payload) => or(payload, gt('z')), ['$or', '$eq', '$gt']],
  ['exists', exists, ['$exists']],
  ['typeOf', typeOf, ['$type']],
  ['mod', (payload) => mod(payload, 0), ['$mod']],
  ['bitsAllSet', bitsAllSet, ['$bitsAllSet']],
  ['size', size, ['$size']],
  ['allOf', allOf, ['$all']],
  ['among allOf', (payload) => allOf([payload]), ['$all']],
  ['elemMatch', elemMatch, ['$elemMatch', '$eq']],
  ['elemMatch of a range', (payload) => elemMatch(gt(payload)), ['$elemMatch', '$gt']],
  ['contains', contains, ['$regex']],
  ['contains, as its options', (payload) => contains('a', payload), ['$regex', '$options']],
  ['contains, as the option', (payload) => contains('a', { ignoreCase: payload }), ['$regex', '$options']],
  ['startsWith', startsWith, ['$regex']],
  ['endsWith', endsWith, ['$regex']],
  ['near', near, []],
  ['near, as its options', (payload) => near(new GeoPoint([1, 2]), payload), ['$nearSphere', '$geometry']],
  ['within', within, []],
  ['withinCircle', (payload) => withinCircle(new GeoPoint([1, 2]), payload), ['$geoWithin', '$centerSphere']],
  ['intersects', intersects, []],
];

const nobody = { name: 'nobody' } as object;

const groups: readonly (readonly [name: string, make: (payload: any) => object, keys: readonly string[]])[] =
  [
    ['or', (payload) => or(payload, nobody), ['$or', '$eq']],
    ['and', (payload) => and(payload, nobody), ['$and', '$eq']],
    ['nor', (payload) => nor(payload), ['$nor', '$eq']],
    ['or in and', (payload) => and(or(payload), nobody), ['$or', '$eq', '$and']],
    ['text', text, ['$text', '$search']],
    ['text, as its options', (payload) => text('x', payload), ['$text', '$search', '$language']],
  ];

const paths = [...fields, 'tags.0', 'address.street', 'notes.a'];

/** Lists the foreign parts: none if the payload was refused, or stands in the filter as data. */
function problemsOf(name: string, filter: () => unknown, keys: readonly string[]): string[] {
  try {
    const compiled = compileFilter(schemaOf(Target), filter(), { ignoreUndefined: false });
    return foreignKeys(compiled)
      .filter((key) => !keys.includes(key))
      .map((key) => `${name}: ${key}`);
  } catch (error) {
    return error instanceof DocumentsError ? [] : [`${name}: threw ${String(error)}`];
  }
}

describe('Fault 61: plain input tries to be more than the operand of an operator', () => {
  test.each(operators)(`of %s, under every path (${sample})`, (name, make, keys) => {
    const problems = payloads.flatMap((payload) =>
      paths.flatMap((path) =>
        !isTried(name, { name: path }, payload)
          ? []
          : problemsOf(`${payload.name} at ${path}`, () => ({ [path]: make(payload.make()) }), keys),
      ),
    );
    expect(problems).toEqual([]);
  });

  test.each(groups)('of %s, for whole filters', (_name, make, keys) => {
    const problems = payloads.flatMap((payload) =>
      problemsOf(payload.name, () => make(payload.make()), keys),
    );
    expect(problems).toEqual([]);
  });

  test('of a search for text, which is escaped whatever it holds', () => {
    const texts = payloads.map(({ make }) => make()).filter((payload) => typeof payload === 'string');
    expect(texts.length).toBeGreaterThan(50);
    for (const searched of texts) {
      if (!searched.isWellFormed() || searched.length > 10_000) continue;
      const { name } = compileFilter(schemaOf(Target), { name: contains(searched) }) as {
        name: { $regex: string };
      };
      for (const text of [`a${searched}b`, `${searched.slice(1)}|${searched.slice(0, -1)}`])
        expect(text.search(new RegExp(name.$regex, 's'))).toBe(text.indexOf(searched));
    }
  });

  test.each(['^a', { source: 'a', flags: '' }, { $regex: 'a' }])('as a regular expression: %j', (payload) => {
    expect(() => compileFilter(schemaOf(Target), { name: matches(payload as never) })).toThrow(
      DocumentsError,
    );
  });
});
