import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Binary, Decimal128, ObjectId, UUID } from 'mongodb';
import { BelongsTo, Document, Field, Id, postInit, postLoad, Reference } from 'nestjs-documents';
import type { DocumentClass, DocumentRepository } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { all, Author, Post } from './world.js';

describe('Populated', () => {
  let world: IntegrationApp;
  let posts: DocumentRepository<Post>;
  const [ada, bob, first, second] = Array.from({ length: 4 }, () => new ObjectId()) as [
    ObjectId,
    ObjectId,
    ObjectId,
    ObjectId,
  ];

  beforeAll(async () => {
    world = await openApp(all);
    posts = world.repository(Post);
    const insert = (collection: string, documents: object[]) =>
      world.db.collection(collection).insertMany(documents);
    await insert('authors', [
      { _id: ada, name: 'Ada' },
      { _id: bob, name: 'Bob', mentorId: ada },
    ]);
    await insert('tags', [{ _id: 'maths', label: 'Maths' }]);
    await insert('posts', [
      { _id: first, title: 'A', author: ada, tagIds: ['maths', 'gone'], lines: [{ text: 'x', by: bob }] },
      { _id: second, title: 'B', author: ada, tagIds: [], lines: [], roleIds: { editor: bob } },
    ]);
    await insert('comments', [{ _id: new ObjectId(), text: 'one', postId: first, authorId: bob }]);
  });
  afterAll(() => world.close());

  test('documents come from getById, findById, getOne, findOne and findByIds', async () => {
    const populate = ['author', 'tags'] as const;
    const found = [
      await posts.getById(first, { populate }),
      await posts.findById(first, { populate }),
      await posts.getOne({ title: 'A' }, { populate }),
      await posts.findOne({ title: 'A' }, { populate }),
      ...(await posts.findByIds([first], { populate })).documents,
    ];
    expect(found.map((each) => [each?.author?.name, each?.tags.map(({ label }) => label)])).toEqual(
      Array(5).fill(['Ada', ['Maths']]),
    );
    const sent = await world.commandsOf(() => posts.getById(first, { populate }));
    expect(sent.map(({ command }) => command['find'] as string)).toEqual(['posts', 'authors', 'tags']);
  });

  test('documents that are missing send nothing more', async () => {
    const gone = new ObjectId();
    const sent = await world.commandsOf(() => posts.findById(gone, { populate: ['author'] }));
    expect(sent.map(({ command }) => command['find'] as string)).toEqual(['posts']);
    expect((await posts.findByIds([gone], { populate: ['author'] })).missing).toEqual([gone]);
  });

  test('plain objects hold plain objects', async () => {
    const query = posts
      .find({ id: first })
      .populate('author', 'tags', 'lines.editor.mentor', 'comments.post');
    const [post] = await query.plain().toArray();
    const commentId = post!.comments[0]!.id;
    expect(post).toEqual({
      id: first,
      title: 'A',
      authorId: ada,
      tagIds: ['maths', 'gone'],
      lines: [
        {
          text: 'x',
          editorId: bob,
          editor: { id: bob, name: 'Bob', mentorId: ada, mentor: { id: ada, name: 'Ada' } },
        },
      ],
      author: { id: ada, name: 'Ada' },
      tags: [{ id: 'maths', label: 'Maths' }],
      comments: [
        {
          id: commentId,
          text: 'one',
          postId: first,
          authorId: bob,
          post: {
            id: first,
            title: 'A',
            authorId: ada,
            tagIds: ['maths', 'gone'],
            lines: [{ text: 'x', editorId: bob }],
          },
        },
      ],
    });
    expect(post!.author).not.toBeInstanceOf(Author);
  });

  test('plain objects have maps as objects, and hold each other in no circle', async () => {
    const [post] = await posts.find({ id: second }).populate('roles').plain().toArray();
    expect(post!.roles).toEqual({ editor: { id: bob, name: 'Bob', mentorId: ada } });
    const circle = posts.find({ id: first }).populate('comments.post.comments').plain();
    const text = JSON.stringify(await circle.getFirst());
    expect(text.match(/"text":"one"/g)).toHaveLength(2);
  });

  test('plain objects send no signals', async () => {
    const heard: string[] = [];
    const receiver = { signal: postInit, sender: Author, receiver: () => void heard.push('postInit') };
    await withReceiver(world.bus, receiver, () => posts.find().populate('author').plain().toArray());
    expect(heard).toEqual([]);
  });

  test('plain objects without their id cannot have documents that refer to it', async () => {
    const query = posts.find({ id: first }).omit('id').populate('comments');
    expect((await query.getFirst()).comments.map(({ text }) => text)).toEqual(['one']);
    expect((await errorOf(() => query.plain())).message).toContain(
      'It populates comments, but does not load id',
    );
  });

  test('documents send postLoad once for all of a path', async () => {
    const heard: number[] = [];
    await withReceiver(
      world.bus,
      {
        signal: postLoad,
        sender: Author,
        receiver: ({ documents }) => void heard.push(documents.length),
      },
      () => posts.find().populate('author', 'lines.editor').toArray(),
    );
    expect(heard).toEqual([1, 1]);
  });

  test('documents that do not fit their class are treated as those of the query', async () => {
    const broken = new ObjectId();
    await world.db.collection('authors').insertOne({ _id: broken, name: 7 });
    await world.db.collection('posts').insertOne({ title: 'Broken', author: broken, tagIds: [], lines: [] });
    const query = posts.find({ title: 'Broken' }).populate('author');
    expect(await errorOf(() => query.toArray())).toMatchObject({ code: 'DECODE_FAILED' });
    expect((await query.onUnreadable('skip').toArray())[0]!.author).toBeNull();
  });

  test('documents of more than 10,000 ids are asked for by several commands', async () => {
    const tagIds = Array.from({ length: 10_001 }, (_, index) => `t${index}`);
    await world.db
      .collection<{ _id: string; label: string }>('tags')
      .insertOne({ _id: 't10000', label: 'Last' });
    const post = posts.build({ title: 'Many', tagIds });
    const sent = await world.commandsOf(() => posts.populate([post], ['tags']));
    expect(sent.map(({ command }) => [command['filter']._id.$in.length, command['limit'] as number])).toEqual(
      [
        [10_000, 100_001],
        [1, 100_001],
      ],
    );
    expect((post as Required<Post>).tags.map(({ label }) => label)).toEqual(['Last']);
  });
});

describe('Ids of any type', () => {
  @Document()
  class Dated {
    @Id() id!: Date;
  }
  @Document()
  class Numbered {
    @Id() id!: number;
  }
  @Document()
  class Unique {
    @Id() id!: UUID;
  }
  @Document()
  class Priced {
    @Id() id!: Decimal128;
  }
  @Document()
  class Hashed {
    @Id() id!: Binary;
  }
  @Document()
  class Pointer {
    @Id() id!: ObjectId;
    @Field() name?: string;
    @Reference(() => Dated) datedId?: Date;
    @BelongsTo('datedId') dated?: Dated | null;
    @Reference(() => Numbered) numberedId?: number;
    @BelongsTo('numberedId') numbered?: Numbered | null;
    @Reference(() => Unique) uniqueId?: UUID;
    @BelongsTo('uniqueId') unique?: Unique | null;
    @Reference(() => Priced) pricedId?: Decimal128;
    @BelongsTo('pricedId') priced?: Priced | null;
    @Reference(() => Hashed) hashedId?: Binary;
    @BelongsTo('hashedId') hashed?: Hashed | null;
  }

  test('lead to their documents', async () => {
    const world = await openApp([Dated, Numbered, Unique, Priced, Hashed, Pointer]);
    const ids = {
      datedId: new Date('2026-01-01'),
      numberedId: 7.5,
      uniqueId: new UUID(),
      pricedId: Decimal128.fromString('1.50'),
      hashedId: new Binary(Buffer.from('a b')),
    };
    const store = (documentClass: DocumentClass, id: unknown) =>
      (world.repository(documentClass) as DocumentRepository<{ id: unknown }>).create({ id });
    await store(Dated, ids.datedId);
    await store(Numbered, ids.numberedId);
    await store(Unique, ids.uniqueId);
    await store(Priced, ids.pricedId);
    await store(Hashed, ids.hashedId);
    const pointers = world.repository(Pointer);
    await pointers.create(ids);
    const found = await pointers.getOne(
      {},
      { populate: ['dated', 'numbered', 'unique', 'priced', 'hashed'] },
    );
    expect([found.dated, found.numbered, found.unique, found.priced, found.hashed]).toEqual([
      { id: ids.datedId },
      { id: 7.5 },
      { id: ids.uniqueId },
      { id: ids.pricedId },
      { id: ids.hashedId },
    ]);
    await world.close();
  });
});
