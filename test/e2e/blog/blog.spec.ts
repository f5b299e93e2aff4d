import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { BlogService } from './blog.service.js';
import { BlogAuthor, BlogComment, blogDocuments, BlogPost, BlogProfile, BlogTag } from './documents.js';
import { AuthorListener, BlogLog, CommentListener, PostListener } from './listeners.js';

describe('A blog', () => {
  let world: IntegrationApp;
  let blog: BlogService;
  let log: BlogLog;
  let [ada, bob]: BlogAuthor[] = [];
  let [maths, engines]: BlogTag[] = [];

  beforeAll(async () => {
    world = await openApp(blogDocuments, [
      BlogService,
      BlogLog,
      PostListener,
      CommentListener,
      AuthorListener,
    ]);
    blog = world.app.get(BlogService);
    log = world.app.get(BlogLog);
  });
  beforeEach(async () => {
    for (const { collectionName } of await world.db.collections())
      await world.db.collection(collectionName).deleteMany({});
    const authors = world.repository(BlogAuthor);
    ada = await authors.create({ name: 'Ada', email: 'ADA@example.org' });
    bob = await authors.create({ name: 'Bob', email: 'bob@example.org' });
    await world.repository(BlogProfile).create({ authorId: ada.id, about: 'Countess' });
    const tags = world.repository(BlogTag);
    maths = await tags.create({ id: 'maths', label: 'Maths' });
    engines = await tags.create({ id: 'engines', label: 'Engines' });
    log.lines.length = 0;
  });
  afterAll(() => world.close());

  const stored = (collection: string) =>
    world.db.collection<Record<string, any>>(`blog_${collection}`).find().sort({ _id: 1 }).toArray();

  test('fills what listeners need of a new document', async () => {
    const post = await blog.write(ada!, 'On Engines', [maths!, engines!]);
    await blog.comment(post, bob!, 'well said');

    expect(log.lines).toEqual([
      'loaded by populate: Ada',
      'Ada has written on-engines on Maths,Engines',
      'written: insert BlogPost',
      'loaded by populate: Bob',
      'loaded by populate: Ada',
      'mail to ada@example.org: Bob says well said',
      'written: insert BlogComment',
    ]);
  });

  test('shows a page with all that belongs to it', async () => {
    const post = await blog.write(ada!, 'On Engines', [maths!, engines!]);
    const comment = await blog.comment(post, bob!, 'well said');
    await blog.comment(post, ada!, 'thanks', comment);
    const sent = await world.commandsOf(() => blog.page(post.id));
    const page = await blog.page(post.id);

    expect(page.author?.profile?.about).toBe('Countess');
    expect(page.tags.map(({ label }) => label)).toEqual(['Maths', 'Engines']);
    expect(page.comments.map(({ text, author, replies }) => [text, author?.name, replies.length])).toEqual([
      ['well said', 'Bob', 1],
      ['thanks', 'Ada', 0],
    ]);
    expect(sent.map(({ name, command }) => `${name} ${command[name]}`)).toEqual([
      'find blog_posts',
      'find blog_authors',
      'find blog_profiles',
      'find blog_tags',
      'find blog_comments',
      'find blog_authors',
      'find blog_comments',
    ]);
  });

  test('lists posts with their authors, the last comments and counters', async () => {
    const first = await blog.write(ada!, 'A', [maths!]);
    await blog.write(bob!, 'B', []);
    await blog.comment(first, bob!, 'one');
    await blog.comment(first, bob!, 'two');

    expect(await blog.list()).toEqual([
      'A by Ada, 2 comments, the last: two',
      'B by Bob, 0 comments, the last: undefined',
    ]);
    expect(await blog.postsOf(ada!)).toBe(1);
    expect((await stored('tags')).map(({ _id, postCount }) => [_id, postCount])).toEqual([
      ['engines', 0],
      ['maths', 1],
    ]);
  });

  test('keeps an author who has posts', async () => {
    await blog.write(ada!, 'A', []);

    const error = await errorOf(() => blog.remove(ada!));
    expect(error).toMatchObject({ code: 'DELETE_DENIED' });
    expect(error.message).toContain('BlogPost.authorId (1)');
    expect(await stored('authors')).toHaveLength(2);
    expect(await stored('profiles')).toHaveLength(1);
  });

  test('deletes a post with its comments and their replies', async () => {
    const post = await blog.write(ada!, 'A', [maths!]);
    const comment = await blog.comment(post, bob!, 'one');
    await blog.comment(post, ada!, 'two', comment);
    log.lines.length = 0;
    await blog.remove(post);

    expect(await stored('posts')).toEqual([]);
    expect((await stored('comments')).filter(({ deletedAt }) => !deletedAt)).toEqual([]);
    expect((await stored('authors')).map(({ postCount }) => postCount)).toEqual([0, 0]);
    expect(log.lines).toEqual([
      'a goes',
      'BlogComment is gone: one',
      'BlogComment is gone: two',
      'a is gone',
      'written: softDelete BlogComment,delete BlogPost',
    ]);
  });

  test('deletes an author without posts: comments stay, and the profile goes', async () => {
    const post = await blog.write(bob!, 'A', []);
    await blog.comment(post, ada!, 'hello');
    log.lines.length = 0;
    await blog.remove(ada!);

    expect(log.lines).toEqual([
      'before the update of BlogComment: authorId',
      'BlogProfile is gone: Countess',
      'updated BlogComment: 1',
      'written: update BlogComment,delete BlogAuthor',
    ]);
    expect(await stored('profiles')).toEqual([]);
    expect((await stored('comments')).map((each) => [each['text'], each['authorId']])).toEqual([
      ['hello', undefined],
    ]);
  });

  test('takes a deleted tag from the posts', async () => {
    await blog.write(ada!, 'A', [maths!, engines!]);
    log.lines.length = 0;
    await blog.remove(maths!);

    expect(log.lines).toEqual([
      'before the update of BlogPost: tagIds',
      'updated BlogPost: 1',
      'written: update BlogPost,delete BlogTag',
    ]);
    expect((await stored('posts')).map(({ tagIds }) => tagIds)).toEqual([['engines']]);
  });

  test('touches a post with each comment', async () => {
    const post = await blog.write(ada!, 'A', []);
    await world.db.collection('blog_posts').updateOne({}, { $set: { updatedAt: new Date(0) } });
    await blog.comment(post, bob!, 'one');

    expect((await world.repository(BlogPost).getById(post.id)).updatedAt.getTime()).toBeGreaterThan(0);
    expect(await world.repository(BlogComment).count()).toBe(1);
  });
});
