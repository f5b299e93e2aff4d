import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Code, ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  Id,
  mapOf,
  not,
  oneOf,
  preDelete,
  Undeclared,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Reply {
  @Field() text?: string;
  @Undeclared() more?: Map<string, unknown>;
}

@Document({ collection: 'posts' })
class Post {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @Field(() => [String]) tags: string[] = [];
  @Field(() => mapOf(String)) names = new Map<string, string>();
  @Field(() => 'any') any?: unknown;
  @Field() reply?: Reply;
  @Field(() => [Reply]) replies: Reply[] = [];
  @Undeclared() more = new Map<string, unknown>();
}

@Document({ collection: 'pages' })
class Page {
  @Id() id!: string;
}

/** As text is that was cut in the middle of an emoji. */
const half = 'party 🎉'.slice(0, 7);
const whole = 'party 🎉';

/** Makes values for the field from a text. */
type Values = (text: string) => Partial<Post>;
const reply = (values: Partial<Reply>): Reply => Object.assign(new Reply(), values);
const places: [place: string, path: string, values: Values][] = [
  ['a field', 'text', (text) => ({ text })],
  ['an element', 'tags.1', (text) => ({ tags: ['a', text] })],
  ['an entry', 'names.a', (text) => ({ names: new Map([['a', text]]) })],
  ['the key of an entry', 'names', (text) => ({ names: new Map([[text, 'a']]) })],
  ['an untyped value', 'any', (text) => ({ any: text })],
  ['text in an untyped value', 'any', (text) => ({ any: { a: [{ b: text }] } })],
  ['a key in an untyped value', 'any', (text) => ({ any: { a: [{ [text]: 1 }] } })],
  ['a value of the driver', 'any', (text) => ({ any: new Code(text) })],
  ['an embedded document', 'reply.text', (text) => ({ reply: reply({ text }) })],
  ['an embedded document in a list', 'replies.0.text', (text) => ({ replies: [reply({ text })] })],
  ['an undeclared key', 'more', (text) => ({ more: new Map([[text, 1]]) })],
  ['the value of an undeclared key', 'more.a', (text) => ({ more: new Map([['a', text]]) })],
  [
    'an undeclared key of an embedded document',
    'reply.more',
    (text) => ({ reply: reply({ more: new Map([[text, 1]]) }) }),
  ],
];

describe('Text with half of a surrogate pair', () => {
  let world: IntegrationApp;
  let posts: DocumentRepository<Post>;
  let pages: DocumentRepository<Page>;
  const refused = (path: string): object => ({
    code: 'VALIDATION_FAILED',
    issues: [expect.objectContaining({ path, code: 'type' })],
  });

  beforeAll(async () => {
    world = await openApp([Post, Page]);
    posts = world.repository(Post);
    pages = world.repository(Page);
  });
  afterAll(() => world.close());

  test.each(places)('in %s is refused when a new document is saved', async (_, path, values) => {
    const post = posts.build(values(half));
    const sent = await world.commandsOf(() => expect(posts.save(post)).rejects.toMatchObject(refused(path)));
    expect(sent).toEqual([]);
  });

  test.each(places)('in %s is refused when a loaded document is saved', async (_, path, values) => {
    const { id } = await posts.create({});
    const post = Object.assign(await posts.getById(id), values(half));
    const sent = await world.commandsOf(async () => {
      await expect(posts.save(post)).rejects.toMatchObject(refused(path));
      expect(() => posts.changes(post)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
    });
    expect(sent).toEqual([]);
  });

  test.each(places)('in %s is refused by a bulk insert', async (_, path, values) => {
    const list = [posts.build({}), posts.build(values(half))];
    const sent = await world.commandsOf(() =>
      expect(posts.insertMany(list)).rejects.toMatchObject(refused(`1.${path}`)),
    );
    expect(sent).toEqual([]);
  });

  test.each(places)('in %s is refused in place of deleting', async (_, path, values) => {
    const post = await posts.create({});
    const undo = world.bus.connect(preDelete, Post, ({ instead }) => instead(values(half)));
    const sent = await world.commandsOf(() =>
      expect(posts.delete(post)).rejects.toMatchObject(refused(path)),
    );
    undo();
    expect(sent).toEqual([]);
  });

  test.each(places)('is about halves: whole characters in %s come back', async (_, _path, values) => {
    const { id } = await posts.create(values(whole));
    const found = await posts.getById(id);
    expect(posts.changes(Object.assign(found, values(whole))).size).toBe(0);
    expect(await world.db.collection('posts').countDocuments({ _id: id })).toBe(1);
  });

  test('is refused as an id', async () => {
    const page = pages.build({ id: half });
    await expect(pages.save(page)).rejects.toMatchObject(refused('id'));
    await expect(pages.insertMany([page])).rejects.toMatchObject(refused('0.id'));
    expect(await world.db.collection('pages').countDocuments()).toBe(0);
  });

  test('is described without being shown', async () => {
    await expect(posts.create({ text: half })).rejects.toThrow(
      'Post is not valid. text: should be string, not a string with half of a surrogate pair. Correct these fields before writing ("issues" lists them).',
    );
  });

  test.each<[string, () => unknown]>([
    ['a value', () => posts.count({ text: half })],
    ['an element', () => posts.find({ tags: half })],
    ['an operator', () => posts.findOne({ text: not(half) })],
    ['a list', () => posts.exists({ text: oneOf(['a', half]) })],
    ['an untyped value', () => posts.count({ any: { a: half } })],
    ['an embedded document', () => posts.count({ reply: reply({ text: half }) })],
    ['a map', () => posts.count({ names: new Map([[half, 'a']]) })],
    ['the filter of a delete', () => posts.deleteMany({ text: half })],
    ['an id', () => pages.getById(half)],
    ['an id that may be missing', () => pages.findById(half)],
  ])('is refused in a filter: %s', async (_, call) => {
    const sent = await world.commandsOf(() =>
      expect((async () => call())()).rejects.toMatchObject({ code: 'INVALID_FILTER' }),
    );
    expect(sent).toEqual([]);
  });

  test.each<[string, () => unknown]>([
    ['a filter by an entry', () => posts.count({ [`names.${half}`]: 'a' } as object)],
    ['a filter by an untyped value', () => posts.count({ [`any.${half}`]: 'a' } as object)],
    ['a filter by an undeclared key', () => posts.count({ [`more.${half}`]: 'a' } as object)],
    ['a sort', () => posts.find({}).sort({ [`names.${half}`]: 1 } as never)],
    ['a selection', () => posts.find({}).select(half as 'text')],
  ])('is refused in a path: %s', async (_, call) => {
    const sent = await world.commandsOf(() =>
      expect((async () => call())()).rejects.toMatchObject({ code: 'UNKNOWN_PATH' }),
    );
    expect(sent).toEqual([]);
  });
});
