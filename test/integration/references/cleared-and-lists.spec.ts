import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { BelongsTo, Document, Field, getTransactionsToken, Id, Reference } from 'nestjs-documents';
import type { DocumentRepository, Transactions } from 'nestjs-documents';
import { capabilities } from '../../support/server.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { all, Essay, Topic, Writer } from './world.js';

/** Its properties have initial values. */
@Document({ collection: 'notes' })
class Note {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @Reference(() => Writer) writerId?: ObjectId;
  @BelongsTo('writerId') writer: Writer | null = null;
  @Reference(() => [Topic]) topicIds: string[] = [];
  @BelongsTo('topicIds') topics: Topic[] = [];
}

let world: IntegrationApp;
let essays: DocumentRepository<Essay>;
let ada: Writer;
let [maths, music, moths]: Topic[] = [];
beforeAll(async () => {
  world = await openApp([...all, Note]);
  essays = world.repository(Essay);
  ada = await world.repository(Writer).create({ name: 'Ada' });
  [maths, music, moths] = await world
    .repository(Topic)
    .insertMany(['maths', 'music', 'moths'].map((id) => ({ id, label: id })));
});
afterAll(() => world.close());

const given = (each: Topic | undefined): Topic => each as Topic;

describe('Null in the property beside a reference', () => {
  test('clears an id that did not change', async () => {
    const { id } = await essays.create({ title: 'Essay', writer: ada });
    const essay = await essays.getById(id);
    essay.writer = null;
    const [sent] = await world.commandsOf(() => essays.save(essay));
    expect(sent?.command['updates'][0].u).toEqual({ $unset: { writer: true } });
    expect(essay.writerId).toBeUndefined();
    essay.writerId = ada.id;
    await essays.save(essay);
    expect(await world.commandsOf(() => essays.save(essay))).toEqual([]);
    expect((await essays.getById(id)).writerId).toEqual(ada.id);
  });

  test('says nothing where populate has put it', async () => {
    const missing = new ObjectId();
    const { id } = await essays.create({ title: 'Essay', writerId: missing });
    const essay = await essays.find({ id }).populate('writer').getFirst();
    expect(essay.writer).toBeNull();
    essay.title = 'Later';
    await essays.save(essay);
    expect((await essays.getById(id)).writerId).toEqual(missing);
  });

  test('says nothing where the class itself has put it, unless a document was there', async () => {
    const notes = world.repository(Note);
    const { id } = await notes.create({ writerId: ada.id, topicIds: ['maths'] });
    const note = await notes.getById(id);
    note.text = 'changed';
    await notes.save(note);
    expect(await notes.getById(id)).toMatchObject({ writerId: ada.id, topicIds: ['maths'] });
    await notes.populate([note], ['writer']);
    note.writer = null;
    await notes.save(note);
    expect((await notes.getById(id)).writerId).toBeUndefined();
  });

  test('and undefined say nothing in a new document', async () => {
    const essay = essays.build({ title: 'Essay', writerId: ada.id });
    essay.writer = null;
    await essays.save(essay);
    essay.title = 'Later';
    await essays.save(essay);
    const { writerId } = await essays.getById(essay.id);
    expect(writerId).toEqual(ada.id);
  });
});

describe('Lists of documents beside a list of ids', () => {
  test('give it their ids when they are replaced or were populated and changed', async () => {
    const { id } = await essays.create({ title: 'Essay', topics: [given(maths)] });
    const essay = await essays.getById(id);
    essay.topics = [given(music)];
    await essays.save(essay);
    expect((await essays.getById(id)).topicIds).toEqual(['music']);
    const populated = await essays.find({ id }).populate('topics').getFirst();
    populated.topics.push(given(moths));
    await essays.save(populated);
    expect((await essays.getById(id)).topicIds).toEqual(['music', 'moths']);
  });

  test('that were not changed leave the ids alone, also those of missing documents', async () => {
    const { id } = await essays.create({ title: 'Essay', topicIds: ['maths', 'missing'] });
    const essay = await essays.find({ id }).populate('topics').getFirst();
    essay.topicIds.push('music');
    await essays.save(essay);
    expect((await essays.getById(id)).topicIds).toEqual(['maths', 'missing', 'music']);
  });

  test('cannot be changed where documents are missing: their ids would be lost', async () => {
    const { id } = await essays.create({ title: 'Essay', topicIds: ['maths', 'missing'] });
    const essay = await essays.find({ id }).populate('topics').getFirst();
    essay.topics.push(given(music));
    const error = await errorOf(() => essays.save(essay));
    expect(error).toMatchObject({ issues: [{ path: 'topics', code: 'conflict' }] });
    expect(error.message).toContain('change topicIds instead');
  });

  test('cannot be added to where their class has made them and they were not populated', async () => {
    const notes = world.repository(Note);
    const { id } = await notes.create({ topicIds: ['maths'] });
    const note = await notes.getById(id);
    note.topics.push(given(music));
    expect(await errorOf(() => notes.save(note))).toMatchObject({
      issues: [{ path: 'topics', code: 'conflict' }],
    });
    const fresh = new Note();
    fresh.topics.push(given(music));
    await notes.save(fresh);
    expect((await notes.getById(fresh.id)).topicIds).toEqual(['music']);
  });

  test('hold documents of their class only', async () => {
    const essay = await essays.create({ title: 'Essay' });
    essay.topics = [given(maths), { id: 'music' } as Topic];
    expect(await errorOf(() => essays.save(essay))).toMatchObject({
      issues: [{ path: 'topics.1', code: 'type' }],
    });
  });
});

describe.runIf(capabilities.transactions)('In a transaction (needs transactions)', () => {
  test('a repeated attempt takes the id again', async () => {
    const transactions: Transactions = world.app.get(getTransactionsToken());
    const { id } = await essays.create({ title: 'Essay' });
    const essay = await essays.getById(id);
    essay.writer = ada;
    const error = new Error('stop');
    expect(
      await errorOf(() =>
        transactions.run(async () => {
          await essays.save(essay);
          throw error;
        }),
      ),
    ).toBe(error);
    expect(essay.writerId).toBeUndefined();
    await transactions.run(() => essays.save(essay));
    expect((await essays.getById(id)).writerId).toEqual(ada.id);
  });
});
