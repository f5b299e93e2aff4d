import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { type DocumentRepository, preSave } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { all, Author, type Line, Post, Tag } from './world.js';

describe('Populating a property to which a document was assigned', () => {
  let world: IntegrationApp;
  let posts: DocumentRepository<Post>;
  let ada: Author;
  let bob: Author;
  let maths: Tag;

  beforeAll(async () => {
    world = await openApp(all);
    posts = world.repository(Post);
    [ada, bob] = (await world.repository(Author).insertMany([{ name: 'Ada' }, { name: 'Bob' }])) as [
      Author,
      Author,
    ];
    maths = await world.repository(Tag).create({ id: 'maths', label: 'Maths' });
  });
  afterAll(() => world.close());

  const loaded = async () => {
    const { id } = await posts.create({ title: 'T', author: ada, lines: [{ text: 'x', editor: ada }] });
    return posts.getById(id);
  };

  test('takes its id first', async () => {
    const post = await loaded();
    post.author = bob;
    (post.lines[0] as Line).editor = bob;
    await posts.populate([post], ['author', 'lines.editor']);
    expect([post.authorId, post.author.name, post.lines[0]?.editor?.name]).toEqual([bob.id, 'Bob', 'Bob']);
    await posts.save(post);
    expect(await posts.getById(post.id)).toMatchObject({ authorId: bob.id, lines: [{ editorId: bob.id }] });
  });

  test('takes it for new documents and lists too', async () => {
    const post = posts.build({ title: 'New' });
    [post.author, post.tags] = [bob, [maths]];
    await posts.populate([post], ['author', 'tags']);
    expect([post.authorId, post.tagIds, post.tags[0]?.label]).toEqual([bob.id, ['maths'], 'Maths']);
  });

  test('loses nothing when a listener of preSave does it', async () => {
    const disconnect = world.bus.connect(preSave, Post, async ({ document }) => {
      await posts.populate([document], ['author']);
    });
    const post = await loaded();
    post.author = bob;
    await posts.save(post);
    disconnect();
    expect((await posts.getById(post.id)).authorId).toEqual(bob.id);
  });

  test('refuses what a save would refuse, and sends nothing', async () => {
    const post = await loaded();
    const sent = await world.commandsOf(async () => {
      Reflect.set(post, 'author', { id: bob.id });
      expect(await errorOf(() => posts.populate([post], ['author']))).toMatchObject({
        issues: [{ path: 'author', code: 'type' }],
      });
      [post.author, post.authorId] = [bob, new ObjectId()];
      expect(await errorOf(() => posts.populate([post], ['author']))).toMatchObject({
        issues: [{ path: 'author', code: 'conflict' }],
      });
    });
    expect(sent).toEqual([]);
  });

  test('leaves properties alone that are not asked for', async () => {
    const post = await loaded();
    post.author = world.repository(Author).build({ name: 'Without an id' });
    await posts.populate([post], ['tags']);
    expect([post.author.name, post.authorId]).toEqual(['Without an id', ada.id]);
  });
});
