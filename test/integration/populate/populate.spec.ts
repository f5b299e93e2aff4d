import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import type { DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { all, Author, Comment, Post, Profile, Review, Tag } from './world.js';

describe('find(…).populate', () => {
  let world: IntegrationApp;
  let posts: DocumentRepository<Post>;
  const [ada, bob, gone] = [new ObjectId(), new ObjectId(), new ObjectId()];
  const [first, second, third] = [new ObjectId(), new ObjectId(), new ObjectId()];

  const insert = (collection: string, documents: object[]) =>
    world.db.collection(collection).insertMany(documents);
  /** The collections that were read, one for each command. */
  const readBy = async (work: () => unknown) =>
    (await world.commandsOf(work)).map(({ name, command }) => `${name} ${command[name]}`);

  beforeAll(async () => {
    world = await openApp(all);
    posts = world.repository(Post);
  });
  beforeEach(async () => {
    await insert('authors', [
      { _id: ada, name: 'Ada' },
      { _id: bob, name: 'Bob', mentorId: ada },
    ]);
    await insert('profiles', [{ _id: new ObjectId(), city: 'London', authorId: ada }]);
    await insert('tags', [
      { _id: 'maths', label: 'Maths' },
      { _id: 'logic', label: 'Logic' },
    ]);
    await insert('posts', [
      { _id: first, title: 'A', author: ada, tagIds: ['maths', 'gone', 'logic'], lines: [] },
      {
        _id: second,
        title: 'B',
        author: bob,
        tagIds: ['logic'],
        lines: [{ text: 'x', by: ada }, { text: 'y' }],
      },
      { _id: third, title: 'C', author: gone, tagIds: [], roleIds: { editor: bob, owner: gone } },
    ]);
    await insert(
      'comments',
      [
        { _id: new ObjectId(), _type: undefined, text: 'one', postId: first, authorId: bob },
        { _id: new ObjectId(), text: 'two', postId: first, authorId: ada },
        { _id: new ObjectId(), text: 'three', postId: second, stars: 5, _type: 'Review' },
      ].map(({ _type, ...each }) => (_type ? { ...each, _type } : each)),
    );
  });
  afterEach(async () => {
    for (const name of ['authors', 'profiles', 'tags', 'posts', 'comments'])
      await world.db.collection(name).deleteMany({});
  });
  afterAll(() => world.close());

  test('fills a property with the document whose id is stored, and with null if that is missing', async () => {
    const found = await posts.find().sort({ title: 'asc' }).populate('author').toArray();
    expect(found.map(({ author }) => author?.name ?? null)).toEqual(['Ada', 'Bob', null]);
    expect(found[0]!.author).toBeInstanceOf(Author);
    expect(found[2]!.author).toBeNull();
    expect(found[2]!.authorId).toEqual(gone);
  });

  test('fills a list in the order of the ids, without missing documents', async () => {
    const found = await posts.find().sort({ title: 'asc' }).populate('tags').toArray();
    expect(found.map(({ tags }) => tags.map(({ label }) => label))).toEqual([
      ['Maths', 'Logic'],
      ['Logic'],
      [],
    ]);
    expect(found[0]!.tags[0]).toBeInstanceOf(Tag);
  });

  test('fills a map, without missing documents', async () => {
    const [post] = await posts.find({ title: 'C' }).populate('roles').toArray();
    expect([...post!.roles].map(([role, { name }]) => [role, name])).toEqual([['editor', 'Bob']]);
  });

  test('fills properties of embedded documents', async () => {
    const [post] = await posts.find({ title: 'B' }).populate('lines.editor').toArray();
    expect(post!.lines.map(({ editor }) => editor?.name ?? null)).toEqual(['Ada', null]);
  });

  test('fills lists with the documents that refer to one, also of subclasses', async () => {
    const found = await posts.find().sort({ title: 'asc' }).populate('comments').toArray();
    expect(found.map(({ comments }) => comments.map(({ text }) => text))).toEqual([
      ['one', 'two'],
      ['three'],
      [],
    ]);
    expect(found[0]!.comments[0]).toBeInstanceOf(Comment);
    expect(found[1]!.comments[0]).toBeInstanceOf(Review);
  });

  test('fills a property with the one document that refers to one', async () => {
    const authors = world.repository(Author);
    const found = await authors.find().sort({ name: 'asc' }).populate('profile').toArray();
    expect(found.map(({ profile }) => profile?.city ?? null)).toEqual(['London', null]);
    expect(found[0]!.profile).toBeInstanceOf(Profile);
  });

  test('fills properties of the documents that it fills in, also to their own class', async () => {
    const [post] = await posts.find({ title: 'B' }).populate('author.mentor.profile').toArray();
    expect([post!.author?.name, post!.author?.mentor?.name, post!.author?.mentor?.profile?.city]).toEqual([
      'Bob',
      'Ada',
      'London',
    ]);
  });

  test('goes in circles as far as it was told', async () => {
    const [post] = await posts.find({ title: 'A' }).populate('comments.post.comments').toArray();
    expect(post!.comments[0]!.post!.comments.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  test('sends one find for each path, each id once, and none without ids', async () => {
    expect(await readBy(() => posts.find().populate('author', 'tags', 'comments').toArray())).toEqual([
      'find posts',
      'find authors',
      'find tags',
      'find comments',
    ]);
    expect(
      await readBy(() => posts.find({ title: 'none' }).populate('author', 'comments').toArray()),
    ).toEqual(['find posts']);
  });

  test('sends three commands for two paths of 1,000 documents', async () => {
    const ids = Array.from({ length: 1000 }, () => new ObjectId());
    await insert(
      'authors',
      ids.map((_id) => ({ _id, name: 'many' })),
    );
    await insert(
      'posts',
      ids.map((author) => ({ title: 'many', author, tagIds: ['logic'] })),
    );
    const query = posts.find({ title: 'many' }).batchSize(2000).populate('author', 'tags');
    expect(await readBy(() => query.toArray())).toEqual(['find posts', 'find authors', 'find tags']);
    const found = await query.toArray();
    expect(new Set(found.map(({ author }) => author)).size).toBe(1000);
    expect(new Set(found.map(({ tags }) => tags[0])).size).toBe(1);
  });

  test('gives one object for one document, in all paths of a call, and asks for it once', async () => {
    const [post] = await posts.find({ title: 'A' }).populate('author', 'comments.author').toArray();
    expect(post!.comments[1]!.author).toBe(post!.author);
    const sent = await readBy(() =>
      posts.find({ title: 'B' }).populate('lines.editor', 'author.mentor').toArray(),
    );
    expect(sent).toEqual(['find posts', 'find authors', 'find authors']);
  });

  test('adds up over calls', async () => {
    const [post] = await posts.find({ title: 'A' }).populate('author').populate('tags').toArray();
    expect([post!.author?.name, post!.tags.length]).toEqual(['Ada', 2]);
  });

  test('fills documents whichever way they are read', async () => {
    const query = posts.find().sort({ title: 'asc' }).populate('author');
    expect((await query.first())?.author?.name).toBe('Ada');
    expect((await query.getFirst()).author?.name).toBe('Ada');
    expect((await query.onUnreadable('skip').first())?.author?.name).toBe('Ada');
    const page = await query.page({ number: 1, size: 2 });
    expect(page.items.map(({ author }) => author?.name)).toEqual(['Ada', 'Bob']);
    const behind = await query.page({ first: 1, after: (await query.page({ first: 1 })).endCursor! });
    expect(behind.items.map(({ author }) => author?.name)).toEqual(['Bob']);
  });

  test('fills the documents of a stream batch by batch', async () => {
    const names: (string | undefined)[] = [];
    const sent = await readBy(async () => {
      const query = posts.find().sort({ title: 'asc' }).batchSize(2).populate('author');
      for await (const { author } of query) names.push(author?.name);
    });
    expect(names).toEqual(['Ada', 'Bob', undefined]);
    expect(sent.filter((each) => each.startsWith('find'))).toEqual([
      'find posts',
      'find authors',
      'find authors',
    ]);
  });

  test('gives documents that can be saved, without what was filled in', async () => {
    const [post] = await posts.find({ title: 'A' }).populate('author', 'tags').toArray();
    post!.title = 'A2';
    post!.author!.name = 'Ada L.';
    await posts.save(post!);
    await world.repository(Author).save(post!.author!);
    expect(await world.db.collection('posts').findOne({ _id: first })).toEqual({
      _id: first,
      title: 'A2',
      author: ada,
      tagIds: ['maths', 'gone', 'logic'],
      lines: [],
    });
    expect(await world.db.collection('authors').findOne({ _id: ada })).toEqual({ _id: ada, name: 'Ada L.' });
  });
});
