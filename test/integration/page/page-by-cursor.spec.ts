import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  DecodeError,
  DeletedAt,
  Document,
  Field,
  Id,
  InvalidQueryError,
  ReadOnlyDocumentError,
} from 'nestjs-documents';
import type { DocumentRepository, DocumentSort } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'books' })
class Book {
  @Id() id!: ObjectId;
  @Field() title?: string;
  @Field() year?: number;
  @Field({ select: false }) code?: string;
  @Field(() => [String]) tags: string[] = [];
  @Field(() => 'any') notes?: unknown;
  @DeletedAt() deletedAt?: Date;
}

@Document()
class Novel extends Book {
  @Field() plot?: string;
}

let world: IntegrationApp;
let books: DocumentRepository<Book>;
const idOf = (number: number): ObjectId => new ObjectId(String(number).padStart(24, '0'));

beforeAll(async () => {
  world = await openApp([Book, Novel]);
  books = world.repository(Book);
});
afterAll(() => world.close());

beforeEach(async () => {
  await world.db.collection<any>('books').deleteMany({});
  await world.db.collection<any>('books').insertMany([
    { _id: idOf(1), title: 'A', year: 2001, code: 'x' },
    { _id: idOf(2), title: 'B', year: 2000, _type: 'Novel' },
    { _id: idOf(3), title: 'C' },
    { _id: idOf(4), title: 'D', year: 2000, _type: 'Novel' },
    { _id: idOf(5), title: 'E', year: null },
    { _id: idOf(6), title: 'F', year: 2002, deletedAt: new Date(0) },
  ]);
});

const titles = (items: readonly { title?: string }[]): string => items.map(({ title }) => title).join('');
const byYear = () => books.find({}).sort({ year: 'desc' });

describe('page({ first, after }) and page({ last, before })', () => {
  test('give the first pages, in the order of the sort and the id', async () => {
    const first = await byYear().page({ first: 2 });
    const second = await byYear().page({ first: 2, after: first.endCursor });
    const third = await byYear().page({ first: 2, after: second.endCursor });

    expect([first, second, third].map(({ items }) => titles(items))).toEqual(['AD', 'BE', 'C']);
    expect([first, second, third].map(({ hasNext, hasPrevious }) => [hasPrevious, hasNext])).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ]);
  });

  test('give the last pages, in the same order', async () => {
    const last = await byYear().page({ last: 2 });
    const middle = await byYear().page({ last: 2, before: last.startCursor });
    const first = await byYear().page({ last: 2, before: middle.startCursor });

    expect([first, middle, last].map(({ items }) => titles(items))).toEqual(['A', 'DB', 'EC']);
    expect([first, middle, last].map(({ hasNext, hasPrevious }) => [hasPrevious, hasNext])).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ]);
  });

  test('have no cursors for an empty page', async () => {
    const { endCursor } = await byYear().page({ first: 5 });

    expect(await byYear().page({ first: 5, after: endCursor })).toEqual({
      ...{ items: [], startCursor: null, endCursor: null, hasNext: false, hasPrevious: true },
    });
  });

  test('begin at the beginning and the end without a cursor, and with null or undefined', async () => {
    expect(titles((await byYear().page({ first: 1, after: null })).items)).toBe('A');
    expect(titles((await byYear().page({ first: 1, after: undefined })).items)).toBe('A');
    expect(titles((await byYear().page({ last: 1, before: null })).items)).toBe('C');
  });

  test('go on behind a document that is gone', async () => {
    const { endCursor } = await byYear().page({ first: 2 });
    await world.db.collection<any>('books').deleteOne({ title: 'D' });

    expect(titles((await byYear().page({ first: 2, after: endCursor })).items)).toBe('BE');
  });

  test('send one find, with a limit of one more', async () => {
    const { endCursor } = await byYear().page({ first: 2 });
    const commands = await world.commandsOf(() => byYear().page({ first: 150, after: endCursor }));

    expect(commands.map(({ name }) => name)).toEqual(['find']);
    expect(commands[0]?.command).toMatchObject({
      filter: {
        year: { $not: { $gt: 2000 } },
        $or: [
          { year: { $lt: 2000 } },
          { year: { $in: [null, NaN] } },
          { year: { $eq: 2000 }, _id: { $lt: idOf(4) } },
        ],
        deletedAt: { $eq: null },
      },
      limit: 151,
      batchSize: 152,
    });
  });

  test('keep to the filter, also on the path of the sort', async () => {
    const found = () => books.find({ year: 2000 }).sort({ year: 'asc', title: 'asc' });
    const { endCursor } = await found().page({ first: 1 });

    expect(titles((await found().page({ first: 9, after: endCursor })).items)).toBe('D');
  });

  test('give soft-deleted documents with withDeleted', async () => {
    expect(titles((await byYear().withDeleted().page({ first: 2 })).items)).toBe('FA');
  });

  test('give documents of the class and its subclasses', async () => {
    const novels = world.repository(Novel).find({}).sort({ year: 'asc' });
    const first = await novels.page({ first: 1 });
    const second = await novels.page({ first: 1, after: first.endCursor });

    expect([first, second].map(({ items }) => titles(items))).toEqual(['B', 'D']);
    expect(second.items[0]).toBeInstanceOf(Novel);
  });

  test('load the fields that they sort by beside those that are selected', async () => {
    const first = await books.find({}).sort({ year: 'asc' }).select('title').page({ first: 3 });
    const second = await books
      .find({})
      .sort({ year: 'asc' })
      .select('title')
      .page({ first: 3, after: first.endCursor });

    expect(first.items[2]).toEqual(expect.objectContaining({ id: idOf(2), title: 'B', year: 2000 }));
    expect(second.items.map(({ title }) => title)).toEqual(['D', 'A']);
  });

  test('give read-only documents with readOnly', async () => {
    const { items } = await byYear().readOnly().page({ first: 1 });

    expect(await errorOf(() => books.save(items[0] as Book))).toBeInstanceOf(ReadOnlyDocumentError);
  });

  test('give documents that can be saved', async () => {
    const { items } = await byYear().page({ first: 1 });
    await books.save(Object.assign(items[0]!, { title: 'Z' }));

    expect(await world.db.collection<any>('books').findOne({ _id: idOf(1) })).toMatchObject({ title: 'Z' });
  });

  test('send the signals of a read, for the documents of the page only', async () => {
    using recorder = new SignalRecorder(world.bus);
    await books.find({}).sort({ title: 'asc' }).page({ last: 1 });

    expect(recorder.names).toEqual(['Book.preInit', 'Book.postInit', 'Book.postLoad']);
  });

  test.each<[string, DocumentSort<Book>, string]>([
    ['an array', { tags: 'asc' }, 'tags, which holds several values'],
    ['an element of an array', { 'tags.0': 'asc' }, 'tags, which holds several values'],
    ['values of any kind', { notes: 'asc' }, 'notes, which may hold values of different kinds'],
    [
      'values inside of them',
      { 'notes.deep': 'asc' } as object,
      'notes.deep, which may hold values of different kinds',
    ],
  ])('refuse to sort by %s before anything is sent', async (_, sort, reason) => {
    let error: any;
    const commands = await world.commandsOf(async () => {
      error = await errorOf(() => books.find({}).sort(sort).page({ first: 1 }));
    });

    expect(error).toBeInstanceOf(InvalidQueryError);
    expect(error.reason).toBe(`It sorts by ${reason}`);
    expect(commands).toEqual([]);
  });

  test('refuse to sort by a field that is not loaded by default, unless it is asked for', async () => {
    const byCode = books.find({}).sort({ code: 'desc' });

    expect((await errorOf(() => byCode.page({ first: 1 }))).message).toBe(
      "A query for Book cannot be used. It sorts by code, which is not loaded by default, and its cursors would disclose its values. Sort by another field, or ask for addSelect('code').",
    );
    expect(titles((await byCode.addSelect('code').page({ first: 1 })).items)).toBe('A');
  });

  test('refuse a value that is too long for a cursor', async () => {
    await world.db.collection<any>('books').insertOne({ _id: idOf(7), title: 'Z'.repeat(60_000) });
    const error = await errorOf(() => books.find({}).sort({ title: 'desc' }).page({ first: 1 }));

    expect(error).toBeInstanceOf(InvalidQueryError);
    expect(error.reason).toBe('A value that it sorts by is too long for a cursor');
  });
});

describe('Documents of a page that do not fit their class', () => {
  beforeEach(() => world.db.collection<any>('books').insertOne({ _id: idOf(0), title: 'G', year: 'old' }));

  test('fail it', async () => {
    expect(await errorOf(() => byYear().page({ first: 1 }))).toBeInstanceOf(DecodeError);
  });

  test('are left out of it with onUnreadable, and the pages go on behind them', async () => {
    const first = await byYear().onUnreadable('skip').page({ first: 2 });
    const second = await byYear().onUnreadable('skip').page({ first: 9, after: first.endCursor });

    expect([first, second].map(({ items }) => titles(items))).toEqual(['A', 'DBEC']);
  });

  test('fail it all the same if no document of the page has a place', async () => {
    const error = await errorOf(() => byYear().onUnreadable('skip').page({ first: 1 }));

    expect(error).toBeInstanceOf(DecodeError);
  });
});
