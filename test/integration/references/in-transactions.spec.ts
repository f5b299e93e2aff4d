import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MongoServerError, type ObjectId } from 'mongodb';
import { type DocumentRepository, Transactions } from 'nestjs-documents';
import { capabilities } from '../../support/server.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { all, Author, Post } from '../populate/world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

withTransactions('A transaction with populated documents (needs transactions)', () => {
  let world: IntegrationApp;
  let posts: DocumentRepository<Post>;
  let authors: DocumentRepository<Author>;
  let ada: Author;
  let id: ObjectId;
  const conflict = () =>
    new MongoServerError({ message: 'conflict', errorLabels: ['TransientTransactionError'] });
  const run = <R>(work: () => Promise<R>) => world.app.get(Transactions).run(work);

  beforeAll(async () => {
    world = await openApp(all);
    [posts, authors] = [world.repository(Post), world.repository(Author)];
    ada = await authors.create({ name: 'Ada' });
    ({ id } = await posts.create({ title: 'T', author: ada }));
  });
  afterAll(() => world.close());

  test('is repeated though what fills their properties has changed meanwhile', async () => {
    const post = await posts.getById(id);
    post.title = 'Changed before';
    let attempts = 0;
    await run(async () => {
      attempts++;
      await posts.populate([post], ['author']);
      await posts.save(post);
      if (attempts > 1) return;
      await world.db.collection('authors').updateOne({ _id: ada.id }, { $set: { name: 'Ada L.' } });
      throw conflict();
    });
    expect([attempts, post.author?.name]).toEqual([2, 'Ada L.']);
    expect((await posts.getById(id)).title).toBe('Changed before');
  });

  test('gives back a document that was put beside a reference, and takes its id again', async () => {
    const bob = await authors.create({ name: 'Bob' });
    const post = await posts.getById(id);
    post.author = bob;
    const found: unknown[] = [];
    await run(async () => {
      found.push(post.author, post.authorId);
      await posts.save(post);
      if (found.length === 2) throw conflict();
    });
    expect(found).toEqual([bob, ada.id, bob, ada.id]);
    expect((await posts.getById(id)).authorId).toEqual(bob.id);
  });

  test('leaves what others have changed meanwhile in the documents that fill properties', async () => {
    const post = await posts.getById(id, { populate: ['author'] });
    const author = post.author as Author;
    const error = await errorOf(() =>
      run(async () => {
        post.title = 'Never';
        await posts.save(post);
        author.name = 'By another';
        throw new Error('over');
      }),
    );
    expect([error.message, post.title, author.name]).toEqual(['over', 'Never', 'By another']);
  });
});
