import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import type { DocumentRepository } from 'nestjs-documents';
import { postLoad } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { all, Author, Post } from './world.js';

describe('Populating', () => {
  let world: IntegrationApp;
  let posts: DocumentRepository<Post>;
  const [ada, first] = [new ObjectId(), new ObjectId()];

  beforeAll(async () => {
    world = await openApp(all);
    posts = world.repository(Post);
    await world.db.collection('authors').insertOne({ _id: ada, name: 'Ada' });
    await world.db
      .collection('posts')
      .insertOne({ _id: first, title: 'A', author: ada, tagIds: [], lines: [] });
  });
  afterAll(() => world.close());

  test('documents at hand, also new ones', async () => {
    const stored = await posts.getById(first);
    const fresh = posts.build({ title: 'N', authorId: ada });
    const populated = await posts.populate([stored, fresh], ['author']);
    expect(populated[0]).toBe(stored);
    expect(populated.map(({ author }) => author?.name)).toEqual(['Ada', 'Ada']);
    expect(populated[0]!.author).toBe(populated[1]!.author);
    expect(await posts.populate<Post, ['author']>([], ['author'])).toEqual([]);
  });

  test('documents at hand anew, as their ids have changed', async () => {
    const post = await posts.find({ id: first }).populate('author').getFirst();
    post.authorId = new ObjectId();
    expect((await posts.populate([post], ['author']))[0]!.author).toBeNull();
  });

  test('sends postLoad for the documents that are filled in, once for each command', async () => {
    const heard: string[][] = [];
    await withReceiver(
      world.bus,
      {
        signal: postLoad,
        sender: Author,
        receiver: ({ origin, documents }) => void heard.push([origin, ...documents.map(({ name }) => name)]),
      },
      () => posts.find({ title: 'A' }).populate('author').toArray(),
    );
    expect(heard).toEqual([['populate', 'Ada']]);
  });

  test('reads in the transaction of the session', async () => {
    await world.connection.client.withSession(async (session) => {
      session.startTransaction();
      const authors = world.db.collection('authors');
      await authors.updateOne({ _id: ada }, { $set: { name: 'Inside' } }, { session });
      const [inside] = await posts.populate([await posts.getById(first)], ['author'], { session });
      const query = posts.find({ title: 'A' }, { session }).populate('author');
      expect([inside!.author?.name, (await query.getFirst()).author?.name]).toEqual(['Inside', 'Inside']);
      await session.abortTransaction();
    });
    expect((await posts.find({ id: first }).populate('author').getFirst()).author?.name).toBe('Ada');
  });

  test('keeps documents read-only that a read-only query fills in', async () => {
    const [post] = await posts.find({ title: 'A' }).populate('author').readOnly().toArray();
    expect(await errorOf(() => world.repository(Author).save(post!.author!))).toMatchObject({
      code: 'READ_ONLY_DOCUMENT',
    });
  });

  const loose = (path: unknown) => path as 'author';

  test.each<[string, (repository: DocumentRepository<Post>) => unknown, string]>([
    [
      'a field',
      (all) => all.find().populate(loose('title')),
      'populate was given "title", which does not lead to',
    ],
    [
      'no property',
      (all) => all.find().populate(loose('autor')),
      'populate was given "autor", which does not lead to',
    ],
    ['an embedded document', (all) => all.find().populate(loose('lines')), 'populate was given "lines"'],
    [
      'an inherited name',
      (all) => all.find().populate(loose('constructor')),
      'populate was given "constructor"',
    ],
    ['no path', (all) => all.find().populate(loose(7)), 'populate was given a path, which'],
    [
      'what is no name',
      (all) => all.find().populate(loose('a$secret text')),
      'populate was given a path, which',
    ],
    ['nothing of a document', (all) => all.find().populate(loose('author.city')), '"author.city"'],
    ['no list', (all) => all.populate([], 'author' as never), 'populate was given string'],
    [
      'too long a path',
      (all) => all.find().populate(loose('author' + '.mentor'.repeat(8))),
      'populate was given a path of 9 properties',
    ],
    [
      'too many paths',
      (all) => all.find().populate(...Array<'tags'>(101).fill('tags')),
      'populate was given too many',
    ],
    [
      'without the ids',
      (all) =>
        all
          .find()
          .select('title')
          .populate('author' as never),
      'It populates author, but does not load authorId, which holds the ids',
    ],
    [
      'and then selecting without the ids',
      (all) => all.find().populate('author').omit('authorId'),
      'It populates author, but does not load authorId',
    ],
    [
      'one document without a list',
      (all) => all.populate<Post, ['author']>({} as never, ['author']),
      'populate was given Object and not a list',
    ],
  ])('refuses %s', async (_title, call, reason) => {
    let error: Error | undefined;
    const sent = await world.commandsOf(async () => {
      error = await errorOf(async () => call(posts));
    });
    expect(error).toMatchObject({ code: 'INVALID_QUERY' });
    expect(error?.message).toContain(reason);
    expect(sent).toEqual([]);
  });

  test('refuses documents at hand that were loaded without the ids', async () => {
    const [part] = await posts.find({ title: 'A' }).select('title').toArray();
    expect(
      (await errorOf(() => posts.populate<Post, ['author']>([part as unknown as Post], ['author']))).message,
    ).toContain('does not load authorId');
  });

  test.each<[string, string, unknown]>([
    ['a text for an ObjectId', 'authorId', 'ada'],
    ['an ObjectId for a text', 'tagIds', [new ObjectId()]],
  ])('refuses ids that no document can have, before anything is sent: %s', async (_title, name, value) => {
    const post = posts.build({ title: 'Wrong', authorId: ada, tagIds: ['maths'] });
    Reflect.set(post, name, value);
    let error: unknown;
    const sent = await world.commandsOf(async () => {
      error = await errorOf(() =>
        posts.populate([post], name === 'tagIds' ? ['author', 'tags'] : ['tags', 'author']),
      );
    });
    expect([(error as { code?: string }).code, sent]).toEqual(['INVALID_FILTER', []]);
  });

  test('refuses documents of another class', async () => {
    expect(
      await errorOf(() => posts.populate<Post, ['author']>([new Author() as never], ['author'])),
    ).toMatchObject({
      code: 'WRONG_DOCUMENT_CLASS',
    });
  });
});
