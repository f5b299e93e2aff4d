import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId, UUID } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf, Undeclared } from 'nestjs-documents';
import type { CreateValues, DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Visit {
  @Field() at?: Date;
  @Field(() => mapOf(Number)) scores?: Map<string, number>;
}

@Document({ collection: 'people' })
class Person {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field() born?: Date;
  @Field(() => [Date]) days?: Date[];
  @Field() key?: UUID;
  @Field(() => BigInt) salary?: bigint;
  @Field(() => mapOf(Number)) scores?: Map<string, number>;
  @Field(() => mapOf(mapOf(Date))) nested?: Map<string, Map<string, Date>>;
  @Field(() => mapOf(Visit)) visits?: Map<string, Visit>;
  @Field(() => [Visit]) all?: Visit[];
  @Field(() => 'any') notes?: unknown;
  @Undeclared() more?: Map<string, unknown>;
}

const instant = '2026-02-28T23:30:00.000Z';
const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** Values of each declared type as JSON has them, and as they are in documents. */
const forms: readonly [what: string, json: object, values: object][] = [
  ['a date', { born: instant }, { born: new Date(instant) }],
  ['a date of another time zone', { born: '2026-03-01T01:30:00+02:00' }, { born: new Date(instant) }],
  ['a date without seconds', { born: '2026-02-28T23:30Z' }, { born: new Date(instant) }],
  ['a date with microseconds', { born: '2026-02-28T23:30:00.000999Z' }, { born: new Date(instant) }],
  ['dates in a list', { days: [instant] }, { days: [new Date(instant)] }],
  ['a UUID', { key: uuid }, { key: new UUID(uuid) }],
  ['a bigint', { salary: '-9223372036854775808' }, { salary: -(2n ** 63n) }],
  ['a map', { scores: { chess: 1, go: 2 } }, { scores: new Map(Object.entries({ chess: 1, go: 2 })) }],
  ['an empty map', { scores: {} }, { scores: new Map() }],
  [
    'a map of maps',
    { nested: { a: { b: instant } } },
    { nested: new Map([['a', new Map([['b', new Date(instant)]])]]) },
  ],
  [
    'a map of embedded documents',
    { visits: { a: { at: instant, scores: { go: 2 } } } },
    { visits: new Map([['a', { at: new Date(instant), scores: new Map([['go', 2]]) }]]) },
  ],
  ['embedded documents in a list', { all: [{ at: instant }] }, { all: [{ at: new Date(instant) }] }],
  ['undeclared values', { more: { height: 180 } }, { more: new Map([['height', 180]]) }],
  ['text and objects without a declared type', { notes: { at: instant } }, { notes: { at: instant } }],
  ['text where text is declared', { name: instant }, { name: instant }],
];

describe('Values in the form of JSON', () => {
  let app: IntegrationApp;
  let people: DocumentRepository<Person>;
  const given = (json: unknown): CreateValues<Person> =>
    JSON.parse(JSON.stringify(json)) as CreateValues<Person>;

  beforeAll(async () => {
    app = await openApp([Person]);
    people = app.repository(Person);
  });
  afterAll(() => app.close());

  describe.each(forms)('%s', (_what, json, values) => {
    test('is taken by create', async () => {
      const { id } = await people.create(given(json));
      expect(await people.getById(id)).toMatchObject(values);
    });

    test('is taken by insertMany', async () => {
      const [made] = await people.insertMany([given(json)]);
      expect(await people.getById((made as Person).id)).toMatchObject(values);
    });

    test('is taken by assign', async () => {
      const made = await people.create({});
      await people.save(people.assign(made, given(json)));
      expect(await people.getById(made.id)).toMatchObject(values);
    });
  });

  test('makes instances of embedded documents in maps', () => {
    const made = people.build(given({ visits: { a: { at: instant } } }));
    expect(made.visits?.get('a')).toBeInstanceOf(Visit);
  });

  test('is compiled', () => {
    const values: CreateValues<Person> = {
      ...{ born: instant, key: uuid, salary: '1', scores: { go: 2 }, days: [instant] },
      visits: { a: { at: instant, scores: new Map() } },
    };
    expect(people.build(values).salary).toBe(1n);
  });

  test.each<[string, object, string]>([
    ['a day without a time', { born: '2026-02-28' }, 'born'],
    ['a time without a time zone', { born: '2026-02-28T23:30:00' }, 'born'],
    ['a day that does not exist', { born: '2026-02-30T00:00:00Z' }, 'born'],
    ['the hour 24', { born: '2026-02-28T24:00:00Z' }, 'born'],
    ['text of another form', { born: 'Sat, 28 Feb 2026 23:30:00 GMT' }, 'born'],
    ['a date and a line break', { born: `${instant}\n` }, 'born'],
    ['milliseconds', { born: 1772321400000 }, 'born'],
    ['a number for a bigint', { salary: 1 }, 'salary'],
    ['a bigint of more than 64 bits', { salary: '9223372036854775808' }, 'salary'],
    ['a bigint in another notation', { salary: '0x10' }, 'salary'],
    ['a UUID without groups', { key: uuid.replaceAll('-', '') }, 'key'],
    ['a list for a map', { scores: [['go', 2]] }, 'scores'],
    ['text for a map', { scores: 'go' }, 'scores'],
    ['entries of another type', { scores: { go: '2' } }, 'scores.go'],
    ['keys that cannot be stored', { scores: { $set: 1 } }, 'scores.(4 characters)'],
  ])('is refused by the save: %s', async (_what, json, path) => {
    const error = await errorOf(() => people.create(given(json)));
    expect(error.issues).toEqual([expect.objectContaining({ path, code: 'type' })]);
  });

  test.each(['build', 'assign'] as const)(
    'names unknown fields of embedded documents in maps: %s',
    async (how) => {
      const json = given({ visits: { a: { at: instant, isAdmin: true } } });
      const error = await errorOf(() =>
        how === 'build' ? people.build(json) : people.assign(new Person(), json),
      );
      expect(error.issues).toEqual([
        expect.objectContaining({ path: 'visits.a.isAdmin', code: 'unknown_field' }),
      ]);
    },
  );

  test('cannot reach a prototype through the keys of a map', async () => {
    const json = JSON.parse('{"scores": {"__proto__": 1, "constructor": 2}}') as CreateValues<Person>;
    const made = people.build(json);
    expect([...(made.scores ?? [])]).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    const error = await errorOf(() => people.save(made));
    expect(error.issues).toEqual([expect.objectContaining({ path: 'scores.__proto__', code: 'type' })]);
  });

  test('may be a date after the year 9999', () => {
    expect(people.build({ born: '+012026-01-01T00:00:00.000Z' }).born).toEqual(new Date(Date.UTC(12026, 0)));
  });

  describe('{}, which JSON makes of every Map', () => {
    test.each<[string, object, string]>([
      ['a map', { scores: {} }, 'scores'],
      ['undeclared values', { more: {} }, 'more'],
      ['a map in a map', { nested: { a: {} } }, 'nested.a'],
      ['a map in an embedded document', { all: [{ scores: {} }] }, 'all.0.scores'],
      ['a map in a map of embedded documents', { visits: { a: { scores: {} } } }, 'visits.a.scores'],
    ])('removes no entries: %s', async (_what, json, path) => {
      const scores = { go: 2 };
      const made = await people.create(
        given({
          scores,
          more: scores,
          nested: { a: { b: instant } },
          all: [{ scores }],
          visits: { a: { scores } },
        }),
      );
      const error = await errorOf(() => people.assign(made, given({ name: 'Bob', ...json })));
      expect(error.issues).toEqual([expect.objectContaining({ path, code: 'type' })]);
      expect([made.name, people.changes(made).size]).toEqual([undefined, 0]);
    });

    test('stands for an empty map where there are no entries', async () => {
      const made = await people.create({ scores: new Map(), nested: new Map() });
      people.assign(made, given({ scores: {}, nested: {}, visits: {} }));
      expect([made.scores, made.nested, made.visits]).toEqual([new Map(), new Map(), new Map()]);
    });

    test('gives way to an empty Map', async () => {
      const made = await people.create({ scores: { go: 2 } });
      expect(people.assign(made, { scores: new Map() }).scores).toEqual(new Map());
    });
  });
});
