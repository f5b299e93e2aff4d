import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DocumentsError, filterFrom } from 'nestjs-documents';
import { compileFilter } from '../../../lib/query/compile-filter.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { errorOf } from '../../support/world/integration-app.js';
import { attempt } from '../../support/injection/attempt.js';
import { payloads } from '../../support/injection/corpus/corpus.js';
import { foreignKeys } from '../../support/injection/foreign-parts.js';
import { openInjectionWorld } from '../../support/injection/injection-world.js';
import type { InjectionWorld } from '../../support/injection/injection-world.js';
import type { Position } from '../../support/injection/positions.js';
import { isTried, sample } from '../../support/injection/sample.js';
import { Target } from '../../support/injection/target.js';
import { queryParsers } from '../../support/unit/query-parsers.js';

// A sample of the corpus is sent; all of it is tried where nothing is sent.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const values = ['eq', 'ne', 'in', 'nin', 'exists'] as const;
const options = {
  filter: {
    id: [...values, 'range'],
    name: [...values, 'range', 'contains', 'startsWith', 'endsWith'],
    age: [...values, 'range'],
    int32: values,
    bigint: values,
    boolean: values,
    born: [...values, 'range'],
    friend: values,
    uuid: values,
    price: [...values, 'range'],
    tags: [...values, 'contains'],
    'address.street': values,
    'others.street': values,
    'scores.go': values,
  },
  sort: ['name', 'age', 'address.street'],
  size: { default: 20, max: 100 },
} as const;
const paths = Object.keys(options.filter);

/** An own property, whatever its name. */
const objectWith = (key: unknown, value: unknown): object =>
  Object.defineProperty({}, String(key), { value, enumerable: true });

type Build = (payload: any) => unknown;

/** The places in a parsed query where a payload is put; a text also stands in a query string. */
const places: Readonly<Record<string, Build>> = {
  'as the query': (payload) => payload,
  ...Object.fromEntries(paths.map((path) => [`as ${path}`, (payload: unknown) => ({ [path]: payload })])),
  ...Object.fromEntries(
    ['eq', 'in', 'nin'].map((name) => [`as ${name}`, (payload: unknown) => ({ name: { [name]: payload } })]),
  ),
  'in brackets': (payload) => ({ 'name[eq]': payload }),
  'in a list': (payload) => ({ name: ['x', payload] }),
  'in a list of in': (payload) => ({ 'tags[in][]': ['x', payload] }),
  'as a parameter': (payload) => objectWith(payload, 'x'),
  'as an operator': (payload) => ({ name: objectWith(payload, 'x') }),
  'as an operator in brackets': (payload) => objectWith(`name[${String(payload)}]`, 'x'),
  'as a path': (payload) => objectWith(`scores.${String(payload)}`, 'x'),
  'as the sort': (payload) => ({ name: 'nobody', sort: payload }),
  'as a path of the sort': (payload) => ({ name: 'nobody', sort: [payload, 'name'] }),
  'as the page': (payload) => ({ name: 'nobody', page: payload }),
  'as the size': (payload) => ({ name: 'nobody', size: payload }),
};
/** Those that a request means to compare otherwise than by equality. */
const compared: Readonly<Record<string, Build>> = Object.fromEntries(
  ['ne', 'gt', 'gte', 'lt', 'lte', 'contains', 'startsWith', 'endsWith', 'exists'].map((name) => [
    `as ${name}`,
    (payload: unknown) => ({ name: { [name]: payload } }),
  ]),
);
const takesNames = new Set(['as a parameter', 'as an operator', 'as an operator in brackets', 'as a path']);
const isPut = (place: string, payload: unknown): boolean =>
  typeof payload === 'string' || !takesNames.has(place);

/** The operators of MongoDB that the operators of requests stand for. */
const ownKeys = [
  '$and',
  '$eq',
  '$ne',
  '$in',
  '$nin',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$exists',
  '$regex',
  '$options',
];

/** Finds what is wrong with a filter for the server: other operators, or a pattern that is not escaped text. */
function wrongIn(filter: unknown): string[] {
  const found = foreignKeys(filter).filter((key) => !ownKeys.includes(key));
  const patterns = [...JSON.stringify(filter, printable).matchAll(/"\$regex":("(?:[^"\\]|\\.)*")/g)].map(
    ([, text = '']) => JSON.parse(text) as string,
  );
  return [...found, ...patterns.filter((pattern) => !isEscaped(pattern))];
}

const printable = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

function isEscaped(pattern: string): boolean {
  const text = pattern.replace(/^\^/, '').replace(/\(\?!\[\\s\\S\]\)$/, '');
  return /^(?:[^\\^$.*+?()[\]{}|]|\\[^\p{L}\p{N}]|\\x00)*$/u.test(text);
}

describe('Fault: a query string tries to be more than data', () => {
  let world: InjectionWorld;

  beforeAll(async () => {
    world = await openInjectionWorld();
  });
  afterAll(() => world.close());

  test.each(Object.entries({ ...places, ...compared }))(
    'each payload of the corpus is refused, or data, %s',
    async (place, build) => {
      const problems: string[] = [];
      for (const payload of payloads) {
        const given: unknown = payload.make();
        if (!isPut(place, given)) continue;
        try {
          const { filter, sort, page } = filterFrom(Target, build(given), options);
          problems.push(
            ...wrongIn(compileFilter(schemaOf(Target), filter)).map((each) => `${payload.name}: ${each}`),
          );
          if (Object.keys(sort).some((path) => !options.sort.includes(path as never)))
            problems.push(`${payload.name}: sorted by something else`);
          if (!(page.number >= 1 && page.size >= 1 && page.size <= 100))
            problems.push(`${payload.name}: the page`);
        } catch (error) {
          if (!(error instanceof DocumentsError)) problems.push(`${payload.name}: ${String(error)}`);
          else if (error.code !== 'INVALID_REQUEST') problems.push(`${payload.name}: ${error.code}`);
        }
      }
      expect(problems).toEqual([]);
    },
  );

  test.each(queryParsers)(
    'each text of the corpus is refused, or data, in a query string for %s',
    async (_name, parse) => {
      const problems: string[] = [];
      for (const { name, make } of payloads) {
        const text: unknown = make();
        if (typeof text !== 'string' || !text.isWellFormed()) continue;
        const escaped = encodeURIComponent(text);
        for (const query of [
          text,
          escaped,
          `name=${escaped}`,
          `name[contains]=${escaped}`,
          `name[${escaped}]=1`,
          `${escaped}[in]=1`,
          `sort=${escaped}`,
          `__proto__[name]=${escaped}`,
        ]) {
          const error = await errorOf(async () => {
            const { filter } = filterFrom(Target, parse(query), options);
            problems.push(
              ...wrongIn(compileFilter(schemaOf(Target), filter)).map((each) => `${name}: ${each}`),
            );
          }).catch(() => undefined);
          if (error && (error as { code?: unknown }).code !== 'INVALID_REQUEST')
            problems.push(`${name}: ${String(error)}`);
        }
      }
      expect(problems).toEqual([]);
      expect(({} as { name?: unknown }).name).toBeUndefined();
    },
  );

  test.each(Object.entries(places))(`nothing but data is sent, %s (${sample})`, async (place, build) => {
    const isEverything = (payload: unknown): boolean =>
      place === 'as the query' &&
      typeof payload === 'object' &&
      payload !== null &&
      Object.keys(payload).length === 0;
    const position: Position = {
      name: place,
      takes: (payload) => isPut(place, payload),
      mayMatch: (payload) => isEverything(payload) || place === 'as nin',
      call: ({ targets }, payload) => {
        const { filter, sort, page } = filterFrom(Target, build(payload), options);
        return targets.find(filter).sort(sort).limit(page.size).toArray();
      },
    };
    const problems: string[] = [];
    for (const payload of payloads)
      if (isTried('filterFrom', position, payload))
        problems.push(...(await attempt(world, position, payload)).map((each) => `${payload.name}: ${each}`));
    if (!(await world.isCanaryUnharmed())) problems.push('the canary was changed');
    expect(problems).toEqual([]);
  });
});
