import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  DeletedAt,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  postSave,
  StaleDocumentError,
  Transactions,
  UpdatedAt,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { capabilities } from '../../support/server.js';

const withTransactions = capabilities.transactions ? test : test.skip;

@EmbeddedDocument()
class Stats {
  @Field({ key: 'r' }) reads?: number;
  @Field() likes?: number;
}
@Document({ collection: 'articles' })
class Article {
  @Id() id!: ObjectId;
  @Field() title?: string;
  @Field({ versioned: false, key: 's' }) stats?: Stats;
  @Field(() => [Number], { versioned: false }) days: number[] = [];
  @Field(() => [Number]) scores: number[] = [];
  @UpdatedAt() updatedAt!: Date;
  @DeletedAt() deletedAt?: Date | null;
  @Version({ key: 'v' }) version!: number;
}

describe('@Field({ versioned: false })', () => {
  let world: IntegrationApp;
  let articles: DocumentRepository<Article>;
  const stored = ({ id }: Article) => world.db.collection('articles').findOne({ _id: id });
  const newArticle = () =>
    articles.create({ title: 'a', stats: { reads: 1, likes: 0 }, days: [1, 2], scores: [3, 4] });

  beforeAll(async () => {
    world = await openApp([Article]);
    articles = world.repository(Article);
    await world.db.createCollection('articles');
  });
  afterAll(() => world.close());

  test('lets a save of only such a field neither raise nor check the version', async () => {
    const article = await newArticle();
    article.stats!.reads = 2;
    const [update] = await world.commandsOf(() => articles.save(article));
    expect(update?.command['updates'][0]).toMatchObject({
      q: { _id: { $eq: article.id }, deletedAt: { $eq: null } },
      u: { $set: { 's.r': 2, updatedAt: article.updatedAt } },
    });
    expect(update?.command['updates'][0].q).not.toHaveProperty('v');
    expect(update?.command['updates'][0].u.$set).not.toHaveProperty('v');
    expect(article.version).toBe(1);
    expect(await stored(article)).toMatchObject({ s: { r: 2, likes: 0 }, v: 1 });
  });

  test('lets such saves of two writers both succeed, and another one in between', async () => {
    const one = await newArticle();
    const loaded = await articles.getById(one.id);
    await articles.save(Object.assign(one, { title: 'b' }));
    loaded.stats!.likes = 5;
    await articles.save(loaded);
    expect(await stored(one)).toMatchObject({ title: 'b', s: { r: 1, likes: 5 }, v: 2 });
    expect(loaded.version).toBe(1);
  });

  test('leaves the version to a save that changes others too', async () => {
    const article = await newArticle();
    const other = await articles.getById(article.id);
    await articles.save(Object.assign(article, { title: 'b', days: [9] }));
    expect(await stored(article)).toMatchObject({ title: 'b', days: [9], v: 2 });
    const error = await errorOf(() => articles.save(Object.assign(other, { title: 'c', days: [8] })));
    expect(error).toBeInstanceOf(StaleDocumentError);
    expect(error.conflict).toBe('deleted-or-changed');
    expect(await stored(article)).toMatchObject({ title: 'b', days: [9], v: 2 });
  });

  test('has arrays of such fields written whole, since others change them behind the version', async () => {
    const article = await newArticle();
    const other = await articles.getById(article.id);
    await articles.save(Object.assign(other, { days: [7] }));
    article.days[1] = 5;
    article.scores[1] = 6;
    const [update] = await world.commandsOf(() => articles.save(article));
    expect(update?.command['updates'][0]).toMatchObject({
      q: { v: { $eq: 1 } },
      u: { $set: { days: [1, 5], 'scores.1': 6, v: 2 } },
    });
    expect(await stored(article)).toMatchObject({ days: [1, 5], scores: [3, 6], v: 2 });
  });

  test('is in the change set, with the time of the write and without a version', async () => {
    const article = await newArticle();
    const paths: (readonly string[])[] = [];
    using _told = world.bus.connect(postSave, Article, ({ changes }) => paths.push(changes.paths));
    article.stats!.reads = 7;
    await articles.save(Object.assign(article, { updatedAt: new Date(0) }));
    expect(paths).toEqual([['stats.reads', 'updatedAt']]);
  });

  test('never changes a document that was deleted, and says that it was', async () => {
    const article = await newArticle();
    await articles.delete(await articles.getById(article.id));
    article.stats!.reads = 3;
    const error = await errorOf(() => articles.save(article));
    expect(error).toMatchObject({ code: 'STALE_DOCUMENT', conflict: 'deleted' });
    expect(await stored(article)).toMatchObject({ s: { r: 1 }, v: 2 });
  });

  test('loses no update of others, with 10 that count and 10 that change the title', async () => {
    const { id } = await newArticle();
    const change = async (index: number): Promise<number> => {
      for (;;) {
        const article = await articles.getById(id);
        if (index % 2 === 0) article.stats!.reads = index;
        else article.title = String(index);
        const error = await errorOf(() => articles.save(article));
        if (!error) return article.version;
        if (!(error instanceof StaleDocumentError)) throw error;
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => change(index)));
    expect((await stored({ id } as Article))?.['v']).toBe(11);
  });

  withTransactions('acts in a transaction too', async () => {
    const article = await newArticle();
    await world.app.get(Transactions).run(async () => {
      article.days.push(3);
      await articles.save(article);
    });
    expect(await stored(article)).toMatchObject({ days: [1, 2, 3], v: 1 });
  });
});
