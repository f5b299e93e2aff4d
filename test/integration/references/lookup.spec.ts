import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { BelongsTo, Document, Field, HasMany, HasOne, Id, mapOf, Reference } from 'nestjs-documents';
import type { Aggregation, Circular, DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { all, Poet, Topic, Writer } from './world.js';

@Document({ collection: 'books' })
class Book {
  @Id() id!: ObjectId;
  @Field() title!: string;
  @Reference(() => Writer, { key: 'writer' }) writerId?: ObjectId;
  @BelongsTo('writerId') writer?: Writer | null;
  @Reference(() => Poet) poetId?: ObjectId;
  @BelongsTo('poetId') poet?: Poet | null;
  @Reference(() => [Topic]) topicIds: string[] = [];
  @BelongsTo('topicIds') topics?: Topic[];
  @Reference(() => mapOf(Writer)) roleIds?: Map<string, ObjectId>;
  @BelongsTo('roleIds') roles?: Map<string, Writer>;
  @HasMany(() => Copy, 'bookId') copies?: Copy[];
  @HasOne(() => Copy, 'bookId') first?: Circular<Copy> | null;
}

@Document({ collection: 'copies' })
class Copy {
  @Id() id!: number;
  @Field() shelf!: string;
  @Reference(() => Book) bookId!: ObjectId;
}

describe('lookup of a property beside a reference', () => {
  let world: IntegrationApp;
  let books: DocumentRepository<Book>;
  beforeAll(async () => {
    world = await openApp([...all, Book, Copy]);
    books = world.repository(Book);
    const writers = world.repository(Writer);
    const ada = await writers.create({ name: 'Ada' });
    const gone = await writers.create({ name: 'Gone' });
    const poe = await world.repository(Poet).create({ name: 'Poe', verses: 7 });
    const [maths, music] = await world.repository(Topic).insertMany([
      { id: 'maths', label: 'Maths' },
      { id: 'music', label: 'Music' },
    ]);
    const book = await books.create({
      title: 'One',
      writer: ada,
      poet: poe,
      topics: [maths as Topic, music as Topic],
    });
    await books.create({ title: 'Two', writer: gone });
    await books.create({ title: 'Three', poetId: ada.id });
    await writers.delete(gone);
    await world.repository(Copy).insertMany([
      { id: 2, shelf: 'b', bookId: book.id },
      { id: 1, shelf: 'a', bookId: book.id },
    ]);
  });
  afterAll(() => world.close());

  const rows = (): Aggregation<Book> => books.aggregate().sort({ id: 'asc' });

  test('with @BelongsTo() gives the document or null, also under a key that is another field', async () => {
    const found = await rows().lookup('writer').toArray();
    expect(found.map(({ title, writer }) => [title, writer?.name ?? null])).toEqual([
      ['One', 'Ada'],
      ['Two', null],
      ['Three', null],
    ]);
    expect(found[1]?.writer).toBeNull();
    expect(found[0]?.writerId).toEqual(found[0]?.writer?.id);
  });

  test('with @BelongsTo() to a subclass finds its documents only', async () => {
    const found = await rows().lookup('poet').toArray();
    expect(found.map(({ poet }) => poet?.verses ?? null)).toEqual([7, null, null]);
  });

  test('with @BelongsTo() beside a list gives a list', async () => {
    const found = await rows().lookup('topics').toArray();
    expect(found.map(({ topics }) => topics.map(({ label }) => label).sort())).toEqual([
      ['Maths', 'Music'],
      [],
      [],
    ]);
  });

  test('with @HasMany() and @HasOne() gives what refers to the row', async () => {
    const [found] = await rows().lookup('copies').lookup('first').toArray();
    expect(found?.copies.map(({ shelf }) => shelf).sort()).toEqual(['a', 'b']);
    expect(found?.first?.shelf).toBe('a');
  });

  test('is refined by a pipeline, and its row goes on', async () => {
    const [found] = await rows()
      .lookup('writer', (writers) => writers.project({ called: 'name' }))
      .match({ title: 'One' })
      .project({ title: true, by: 'writer.called' })
      .toArray();
    expect(found).toEqual({ title: 'One', by: 'Ada' });
  });

  test.each([
    ['a name of nothing', 'wrter'],
    ['a reference', 'writerId'],
    ['a path', 'copies.book'],
    ['a map', 'roles'],
    ['nothing', undefined],
    ['an operator', { $gt: '' }],
  ])('with %s is refused before anything is sent', async (_name, given) => {
    const sent = await world.commandsOf(async () => {
      const error = await errorOf(() =>
        rows()
          .lookup(given as 'writer')
          .toArray(),
      );
      expect(error).toMatchObject({ code: 'INVALID_PIPELINE', place: 'lookup' });
    });
    expect(sent).toEqual([]);
  });
});
