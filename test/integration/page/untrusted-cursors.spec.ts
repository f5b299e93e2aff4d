import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BSON, ObjectId } from 'mongodb';
import type { Document as Stored } from 'mongodb';
import { InvalidCursorError } from 'nestjs-documents';
import type { DocumentRepository, DocumentSort } from 'nestjs-documents';
import { Random } from '../../support/random.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp, SentCommand } from '../../support/world/integration-app.js';
import { Person, storedPerson, Teacher } from '../../support/world/integration-people.js';

let world: IntegrationApp;
let people: DocumentRepository<Person>;
let teachers: DocumentRepository<Teacher>;
/** A cursor for the sort by name. */
let cursor: string;

beforeAll(async () => {
  world = await openApp([Person, Teacher]);
  people = world.repository(Person);
  teachers = world.repository(Teacher);
  await world.db.collection('people').insertMany([storedPerson(), storedPerson({ name: 'Bob', age: 7 })]);
  cursor = (await people.find({}).sort({ name: 'asc' }).page({ first: 1 })).endCursor as string;
});
afterAll(() => world.close());

interface Outcome {
  readonly error: unknown;
  readonly commands: readonly SentCommand[];
}

/** The error and the commands of a page after a cursor, which may be anything. */
async function after(given: unknown, sort: DocumentSort<Person> = { name: 'asc' }): Promise<Outcome> {
  let error: unknown;
  const commands = await world.commandsOf(async () => {
    error = await errorOf(() =>
      people
        .find({})
        .sort(sort)
        .page({ first: 1, after: given as string }),
    );
  });
  return { error, commands };
}

/** The cursor with the same version and signature, and other values. */
function withValues(values: Stored): string {
  const head = Buffer.from(cursor, 'base64url').subarray(0, 9);
  return Buffer.concat([head, BSON.serialize(values)]).toString('base64url');
}

const id = new ObjectId();

describe('A cursor', () => {
  test('is text for URLs', () => {
    expect(cursor).toMatch(/^[\w-]{40,80}$/);
  });

  test('is accepted with other values of the same kinds, as it is not signed', async () => {
    const { error, commands } = await after(withValues({ 0: 'Ada', 1: id }));

    expect(error).toBeUndefined();
    expect(commands[0]?.command['filter']).toEqual({
      name: { $gte: 'Ada' },
      $or: [{ name: { $gt: 'Ada' } }, { name: { $eq: 'Ada' }, _id: { $gt: id } }],
    });
  });

  test.each<[string, () => unknown]>([
    ['empty', () => ''],
    ['any text', () => 'eyJuYW1lIjoiQWRhIn0'],
    ['a number', () => 1],
    ['an operator', () => ({ $gt: '' })],
    ['a list with a cursor', () => [cursor]],
    ['cut off', () => cursor.slice(0, -2)],
    ['longer', () => `${cursor}A`],
    ['padded', () => `${cursor}=`],
    ['surrounded by spaces', () => ` ${cursor}`],
    ['too long', () => cursor.padEnd(70_000, 'A')],
    ['of another version', () => `Ag${cursor.slice(2)}`],
    ['of another signature', () => `${cursor.slice(0, 4)}${cursor[4] === 'A' ? 'B' : 'A'}${cursor.slice(5)}`],
    ['without values', () => withValues({})],
    ['with one value too few', () => withValues({ 0: 'Ada' })],
    ['with one value too many', () => withValues({ 0: 'Ada', 1: id, 2: 1 })],
    ['with other keys', () => withValues({ a: 'Ada', b: id })],
    ['with values in another order', () => withValues({ b: 'Ada', 0: id })],
    ['with an operator as value', () => withValues({ 0: { $gt: '' }, 1: id })],
    ['with an operator as id', () => withValues({ 0: 'Ada', 1: { $ne: null } })],
    ['with a list as value', () => withValues({ 0: ['Ada'], 1: id })],
    ['with a regular expression as value', () => withValues({ 0: /./, 1: id })],
    ['with a value of another kind', () => withValues({ 0: 7, 1: id })],
    ['with code as value', () => withValues({ 0: new BSON.Code('return true'), 1: id })],
    ['with a symbol as value', () => withValues({ 0: new BSON.BSONSymbol('Ada'), 1: id })],
    ['with a least key as value', () => withValues({ 0: new BSON.MinKey(), 1: id })],
    ['with text as id', () => withValues({ 0: 'Ada', 1: id.toHexString() })],
    ['with null as id', () => withValues({ 0: 'Ada', 1: null })],
    [
      'with nested values beyond the depth of a stack',
      () => withValues(Array.from({ length: 90 }).reduce<Stored>((inner) => ({ 0: inner }), {})),
    ],
  ])('that is %s is refused, and nothing is sent', async (_, make) => {
    const { error, commands } = await after(make());

    expect(error).toBeInstanceOf(InvalidCursorError);
    expect(error).toMatchObject({
      code: 'INVALID_CURSOR',
      documentName: 'Person',
      message:
        'The cursor of a page of Person cannot be used. It was changed, or made for another class, sort or version. Begin at the first page, which needs no cursor.',
    });
    expect(commands).toEqual([]);
  });

  test.each<DocumentSort<Person>>([
    {},
    { name: 'desc' },
    { id: 'asc' },
    { nickname: 'asc' },
    { name: 'asc', age: 'asc' },
    { name: 'asc', id: 'desc' },
  ])('is refused with the sort %o', async (sort) => {
    const { error, commands } = await after(cursor, sort);

    expect(error).toBeInstanceOf(InvalidCursorError);
    expect(commands).toEqual([]);
  });

  test('is accepted with the same sort, completed by the id', async () => {
    expect((await after(cursor, { name: 'asc', id: 'asc' })).error).toBeUndefined();
  });

  test('is refused by another class', async () => {
    const error = await errorOf(() =>
      teachers.find({}).sort({ name: 'asc' }).page({ first: 1, after: cursor }),
    );

    expect(error).toBeInstanceOf(InvalidCursorError);
  });

  test('is refused before a page, too', async () => {
    const error = await errorOf(() => people.find({}).page({ last: 1, before: cursor }));

    expect(error).toBeInstanceOf(InvalidCursorError);
  });

  test('with any bytes brings nothing but values into the filter', async () => {
    const random = new Random('cursor bytes');
    const bytes = Buffer.from(cursor, 'base64url');
    for (let count = 0; count < 300; count++) {
      const changed = Buffer.from(bytes);
      for (let times = random.below(3); times >= 0; times--)
        changed[random.below(bytes.length)] = random.below(256);
      const { error, commands } = await after(changed.toString('base64url'));
      if (error !== undefined) {
        expect(error).toBeInstanceOf(InvalidCursorError);
        expect(commands).toEqual([]);
        continue;
      }
      const { name } = commands[0]!.command['filter'];
      expect(Object.keys(name)).toEqual(['$gte']);
      expect(typeof name.$gte).toBe('string');
    }
  });
});
