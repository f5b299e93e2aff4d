import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  Field,
  Id,
  StaleDocumentError,
  UpdatedAt,
  Version,
  addToSet,
  inc,
  preSave,
  push,
  raw,
  unset,
} from 'nestjs-documents';
import type { DocumentRepository, PostSave, PostWrite } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'pages' })
class Page {
  @Id() id!: ObjectId;
  @Field({ required: true }) title!: string;
  @Field(() => Number, { key: 'n' }) visits = 0;
  @Field(() => [String]) tags: string[] = [];
  @Field() note?: string;
}

@Document({ collection: 'articles' })
class Article {
  @Id() id!: ObjectId;
  @Field() title?: string;
  @Field(() => Number, { min: 0 }) visits = 0;
  @Field(() => Number, { versioned: false }) seen = 0;
  @Version() version!: number;
  @UpdatedAt() updatedAt!: Date;
}

describe('modify', () => {
  let world: IntegrationApp;
  let pages: DocumentRepository<Page>;
  let articles: DocumentRepository<Article>;
  const stored = (name: string) => world.db.collection(name).findOne();

  beforeAll(async () => {
    world = await openApp([Page, Article]);
    pages = world.repository(Page);
    articles = world.repository(Article);
  });
  beforeEach(async () => {
    for (const name of ['pages', 'articles']) await world.db.collection(name).deleteMany({});
  });
  afterAll(() => world.close());

  test('changes the stored document by one command, and gives the document what is stored then', async () => {
    const page = await pages.create({ title: 'A', tags: ['a'], note: 'x' });
    await world.db.collection('pages').updateOne({}, { $inc: { n: 5 }, $set: { title: 'B' } });
    const commands = await world.commandsOf(async () => {
      const result = await pages.modify(page, { visits: inc(1), tags: push('b'), note: unset() });
      expect(result).toBe(page);
    });
    expect(commands.map(({ name }) => name)).toEqual(['findAndModify']);
    expect(commands[0]?.command['query']).toEqual({ _id: { $eq: page.id } });
    expect(page).toEqual({ id: page.id, title: 'B', visits: 6, tags: ['a', 'b'], note: undefined });
    expect(await stored('pages')).toEqual({ _id: page.id, title: 'B', n: 6, tags: ['a', 'b'] });
    expect(pages.changes(page).size).toBe(0);
  });

  test('saves unsaved changes along, and what receivers of preSave change', async () => {
    const page = await pages.create({ title: 'A' });
    page.note = 'mine';
    const receiver = ({ document }: { readonly document: Page }) => {
      document.title = 'heard';
    };
    await withReceiver(world.bus, { signal: preSave, sender: Page, receiver }, () =>
      pages.modify(page, { visits: inc(2) }),
    );
    expect(await stored('pages')).toEqual({ _id: page.id, title: 'heard', n: 2, tags: [], note: 'mine' });
    expect(page).toEqual({ id: page.id, title: 'heard', visits: 2, tags: [], note: 'mine' });
  });

  test('refuses a path that has unsaved changes, or one above it', async () => {
    const page = await pages.create({ title: 'A' });
    page.visits = 7;
    page.tags.push('mine');
    const commands = await world.commandsOf(async () => {
      const error = await errorOf(() => pages.modify(page, { visits: inc(1), 'tags.0': 'x' }));
      expect(error).toMatchObject({
        code: 'VALIDATION_FAILED',
        issues: [
          { path: 'visits', code: 'conflict' },
          { path: 'tags', code: 'conflict' },
        ],
      });
    });
    expect(commands).toEqual([]);
    expect([page.visits, page.tags]).toEqual([7, ['mine']]);
  });

  test('sends the save signals with the differences from the document before', async () => {
    const page = await pages.create({ title: 'A' });
    using recorder = new SignalRecorder(world.bus);
    await pages.modify(page, { visits: inc(1), tags: addToSet('x') });
    expect(recorder.names).toEqual([
      ...['Page.preSave', 'Page.preSavePostValidation', 'Page.preInit', 'Page.postInit', 'Page.postLoad'],
      ...['Page.postSave', 'Page.postWrite'],
    ]);
    const { changes, created, origin } = recorder.sent[5]?.payload as PostSave<Page>;
    expect([created, origin, changes.paths]).toEqual([false, 'modify', ['visits', 'tags']]);
    expect(changes.get('visits')).toMatchObject({ before: 0, after: 1 });
    const { writes } = recorder.sent[6]?.payload as PostWrite<Page>;
    expect(writes).toMatchObject([{ kind: 'update', ids: [page.id], count: 1 }]);
  });

  test('checks and raises the version, and sets the time of the update', async () => {
    const article = await articles.create({ title: 'A' });
    const before = article.updatedAt;
    await world.db.collection('articles').updateOne({}, { $set: { updatedAt: new Date(0) } });
    await articles.modify(article, { visits: inc(1) });
    expect([article.version, article.visits]).toEqual([2, 1]);
    expect(article.updatedAt.getTime()).toBeGreaterThanOrEqual(before.getTime());
    article.title = 'B';
    await articles.modify(article, { visits: inc(1) });
    expect(await stored('articles')).toMatchObject({ title: 'B', visits: 2, version: 3 });
  });

  test('leaves the version alone if no change concerns it', async () => {
    const article = await articles.create({ title: 'A' });
    await world.db.collection('articles').updateOne({}, { $inc: { version: 4 } });
    await articles.modify(article, { seen: inc(1) });
    expect([article.version, article.seen]).toEqual([5, 1]);
  });

  test.each([
    ['changed', () => world.db.collection('articles').updateOne({}, { $inc: { version: 1 } })],
    ['deleted', () => world.db.collection('articles').deleteOne({})],
  ])(
    'refuses a document that was %s meanwhile, and leaves the object as it was',
    async (_title, meanwhile) => {
      const article = await articles.create({ title: 'A' });
      await meanwhile();
      article.title = 'mine';
      using recorder = new SignalRecorder(world.bus);
      const error = await errorOf(() => articles.modify(article, { visits: inc(1) }));
      expect(error).toBeInstanceOf(StaleDocumentError);
      expect(error.conflict).toBe('deleted-or-changed');
      expect([article.title, article.visits, article.version]).toEqual(['mine', 0, 1]);
      expect(recorder.names).toEqual(['Article.preSave', 'Article.preSavePostValidation']);
    },
  );

  test('changes a document that was loaded in part, and keeps it so', async () => {
    const { id } = await pages.create({ title: 'A', note: 'x' });
    const part = (await pages.find({ id }).select('note').first())!;
    await pages.modify(part, { visits: inc(1), note: 'y' });
    expect(part.note).toBe('y');
    expect('title' in part && (part as Page).title).toBeFalsy();
    expect(await stored('pages')).toMatchObject({ title: 'A', n: 1, note: 'y' });
  });

  test('takes a raw update in the form of operators, and refuses a pipeline', async () => {
    const page = await pages.create({ title: 'A' });
    await pages.modify(page, raw({ $inc: { visits: 3 } }));
    expect(page.visits).toBe(3);
    const error = await errorOf(() => pages.modify(page, raw([{ $set: { n: 1 } }])));
    expect(error.code).toBe('INVALID_UPDATE');
  });

  test('refuses a frozen document before anything is sent', async () => {
    const page = Object.freeze(await pages.create({ title: 'A' }));
    const commands = await world.commandsOf(async () => {
      const error = await errorOf(() => pages.modify(page, { visits: inc(1) }));
      expect(error.code).toBe('FIELD_NOT_WRITABLE');
    });
    expect(commands).toEqual([]);
  });

  test.each([
    ['a new document', (page: Page) => pages.modify(page, { visits: inc(1) }), 'DOCUMENT_NOT_STORED'],
    ['an empty update', (page: Page) => pages.modify(page, {}), 'INVALID_UPDATE'],
  ])('refuses %s', async (_title, work, code) => {
    expect(await errorOf(() => work(pages.build({ title: 'A' })))).toMatchObject({ code });
  });

  test('a value that does not fit is an error before anything is sent', async () => {
    const article = await articles.create({ title: 'A' });
    const commands = await world.commandsOf(async () => {
      const error = await errorOf(() => articles.modify(article, { visits: -1, title: 5 as never }));
      expect(error.issues.map(({ path }: { readonly path: string }) => path)).toEqual(['visits', 'title']);
    });
    expect(commands).toEqual([]);
  });
});
