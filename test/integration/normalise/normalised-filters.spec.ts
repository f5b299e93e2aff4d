import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  allOf,
  and,
  between,
  contains,
  Document,
  elemMatch,
  EmbeddedDocument,
  endsWith,
  Field,
  gt,
  gte,
  Id,
  lte,
  mapOf,
  matches,
  noneOf,
  not,
  oneOf,
  or,
  raw,
  startsWith,
} from 'nestjs-documents';
import type { DocumentFilter, DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Phone {
  @Field({ normalise: (number: string) => number.replaceAll(' ', '') }) number?: string;
}

@Document({ collection: 'members' })
class Member {
  @Id() id!: ObjectId;
  @Field({ trim: true, lowercase: true }) email?: string;
  @Field(() => [String], { uppercase: true }) tags: string[] = [];
  @Field(() => mapOf(String), { trim: true }) names = new Map<string, string>();
  @Field() phone?: Phone;
  @Field(() => [Phone]) phones: Phone[] = [];
  @Field({ normalise: (value: number) => Math.round(value) }) amount?: number;
}

const phone = (number: string): Phone => Object.assign(new Phone(), { number });

describe('Values of filters for normalised fields', () => {
  let world: IntegrationApp;
  let members: DocumentRepository<Member>;

  beforeAll(async () => {
    world = await openApp([Member]);
    members = world.repository(Member);
    await members.insertMany([
      {
        email: 'Ada@Example.ORG ',
        tags: ['a', 'b'],
        names: { en: 'Ada ' },
        phone: { number: '1 2' },
        phones: [{ number: '3 4' }],
        amount: 1.6,
      },
      { email: 'bob@example.org', tags: ['c'], amount: 5 },
    ]);
  });
  afterAll(() => world.close());

  const found = (filter: DocumentFilter<Member>): Promise<unknown[]> =>
    members.find(filter).sort({ email: 'asc' }).pluck('email');
  const [ada, bob] = ['ada@example.org', 'bob@example.org'];

  test.each<[string, DocumentFilter<Member>, unknown[]]>([
    ['a value', { email: ' ADA@Example.org ' }, [ada]],
    ['oneOf', { email: oneOf([' ADA@Example.org ', 'BOB@example.org', 'x']) }, [ada, bob]],
    ['noneOf', { email: noneOf([' ADA@Example.org ']) }, [bob]],
    ['not', { email: not(' ADA@Example.org ') }, [bob]],
    ['or of one path', { email: or(oneOf([' ADA@Example.org ']), oneOf(['BOB@EXAMPLE.ORG'])) }, [ada, bob]],
    ['and of whole filters', and({ email: ' ADA@Example.org ' }, { amount: 2.3 }), [ada]],
    ['an element', { tags: 'a' }, [ada]],
    ['an element by index', { 'tags.1': 'b' }, [ada]],
    ['a whole list', { tags: ['a', 'b'] }, [ada]],
    ['allOf', { tags: allOf(['b', 'a']) }, [ada]],
    ['elemMatch of values', { tags: elemMatch(oneOf(['c'])) }, [bob]],
    ['an entry of a map', { 'names.en': ' Ada' }, [ada]],
    ['a whole map', { names: new Map([['en', ' Ada']]) }, [ada]],
    ['a path in an embedded document', { 'phone.number': ' 12 ' }, [ada]],
    ['a whole embedded document', { phone: phone('1  2') }, [ada]],
    ['a path through a list', { 'phones.number': '3 4' }, [ada]],
    ['elemMatch of embedded documents', { phones: elemMatch({ number: '3 4' }) }, [ada]],
    ['a rounded number', { amount: 4.8 }, [bob]],
    ['startsWith, in the case of the field', { email: startsWith('ADA@') }, [ada]],
    ['startsWith, with its spaces', { email: startsWith(' ADA') }, []],
    ['contains in a list', { tags: contains('b') }, [ada]],
    ['endsWith', { email: endsWith('.ORG') }, [ada, bob]],
    ['limits, in the case of the field', { email: and(gte('ADA'), lte('B')) }, [ada]],
    ['limits of numbers, as they are', { amount: gt(1.6) }, [ada, bob]],
    ['between, as it is', { amount: between(4.8, 5.2) }, [bob]],
    ['a regular expression, as it is', { email: matches(/^ADA/) }, []],
    ['a raw condition, as it is', raw({ email: 'ADA@example.org' }), []],
    ['null', { phone: null }, [bob]],
  ])('are looked for as they are stored: %s', async (_, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  test('are not changed in what was given', async () => {
    const given = phone('1  2');
    await found({ phone: given, tags: oneOf([['a']]) });

    expect(given.number).toBe('1  2');
  });

  test('of deletes and counts too, and not of what is computed in an aggregation', async () => {
    expect(await members.count({ email: ' BOB@example.org' })).toBe(1);
    const rows = await members
      .aggregate()
      .match({ email: ' BOB@example.org' })
      .project(({ add, field }) => ({ half: add(field('amount'), 0.4) }))
      .match({ half: 5.4 })
      .toArray();

    expect(rows).toHaveLength(1);
    expect(await members.deleteMany({ email: ' BOB@example.org' })).toBe(1);
  });
});
