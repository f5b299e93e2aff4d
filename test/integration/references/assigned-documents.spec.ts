import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { preSave, preSavePostValidation } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { all, Essay, type Section, Topic, Writer } from './world.js';

interface Stored {
  _id: ObjectId;
  writer?: ObjectId;
}

describe('A document put into the property beside a reference', () => {
  let world: IntegrationApp;
  let essays: DocumentRepository<Essay>;
  let ada: Writer;
  let bob: Writer;
  beforeAll(async () => {
    world = await openApp(all);
    essays = world.repository(Essay);
    [ada, bob] = (await world.repository(Writer).insertMany([{ name: 'Ada' }, { name: 'Bob' }])) as [
      Writer,
      Writer,
    ];
  });
  afterAll(() => world.close());

  const storedWriter = async ({ id }: Essay) =>
    (await world.db.collection<Stored>('essays').findOne({ _id: id }))?.writer;
  const loaded = async (writer?: Writer): Promise<Essay> => {
    const { id } = await essays.create({ title: 'Essay', ...(writer && { writer }) });
    return essays.getById(id);
  };

  test('gives the reference its id at save', async () => {
    const essay = await loaded();
    essay.writer = ada;
    const [sent] = await world.commandsOf(() => essays.save(essay));
    expect(sent?.command['updates'][0].u).toEqual({ $set: { writer: ada.id } });
    expect(essay.writerId).toEqual(ada.id);
    expect(essay.writer).toBe(ada);
    expect(await world.commandsOf(() => essays.save(essay))).toEqual([]);
  });

  test('gives a new document, made by its class, its id', async () => {
    const essay = Object.assign(new Essay(), { title: 'New', writer: ada });
    await essays.save(essay);
    expect(await storedWriter(essay)).toEqual(ada.id);
    const others = [ada, bob].map((writer) => Object.assign(new Essay(), { title: 'New', writer }));
    await essays.insertMany(others);
    expect(others.map(({ writerId }) => writerId)).toEqual([ada.id, bob.id]);
  });

  test('replaces that which build has taken', async () => {
    const essay = essays.build({ title: 'Built', writer: ada });
    essay.writer = bob;
    await essays.save(essay);
    expect(await storedWriter(essay)).toEqual(bob.id);
  });

  test('shows in the changes, and does not touch the reference before a save', async () => {
    const essay = await loaded(ada);
    essay.writer = bob;
    expect(essays.changes(essay).get('writerId')).toEqual({
      path: 'writerId',
      before: ada.id,
      after: bob.id,
    });
    expect(essay.writerId).toEqual(ada.id);
  });

  test('counts for replace, modify, saveMany and restore', async () => {
    const [one, two, three] = [await loaded(ada), await loaded(ada), await loaded(ada)];
    for (const each of [one, two, three]) each.writer = bob;
    await essays.replace(one);
    await essays.modify(two, { title: 'Modified' });
    await essays.saveMany([three]);
    expect([await storedWriter(one), await storedWriter(two), await storedWriter(three)]).toEqual([
      bob.id,
      bob.id,
      bob.id,
    ]);
  });

  test('counts if a receiver of preSave or preSavePostValidation puts it there', async () => {
    const undo = [
      world.bus.connect(preSave, Essay, ({ document }) => {
        if (document.title === 'by preSave') document.writer = ada;
      }),
      world.bus.connect(preSavePostValidation, Essay, ({ document }) => {
        if (document.title === 'by the other') document.writer = bob;
      }),
    ];
    const first = await essays.create({ title: 'by preSave' });
    const second = await essays.create({ title: 'by the other' });
    for (const each of undo) each();
    expect([await storedWriter(first), await storedWriter(second)]).toEqual([ada.id, bob.id]);
  });

  test('does not count where populate has put it and the id was changed', async () => {
    const essay = await loaded(ada);
    await essays.populate([essay], ['writer']);
    essay.writerId = bob.id;
    await essays.save(essay);
    essay.title = 'Later';
    await essays.save(essay);
    expect(await storedWriter(essay)).toEqual(bob.id);
    essay.writer = ada;
    await essays.save(essay);
    expect(await storedWriter(essay)).toEqual(ada.id);
  });

  test('does not count once an earlier save has taken it and the id was changed', async () => {
    const essay = await loaded();
    essay.writer = ada;
    await essays.save(essay);
    essay.writerId = bob.id;
    await essays.save(essay);
    essay.title = 'Later';
    await essays.save(essay);
    expect(await storedWriter(essay)).toEqual(bob.id);
  });

  test('does not count after a reload', async () => {
    const essay = await loaded(ada);
    essay.writer = ada;
    await essays.updateById(essay.id, { writerId: bob.id });
    await essays.reload(essay);
    essay.title = 'Later';
    await essays.save(essay);
    expect(await storedWriter(essay)).toEqual(bob.id);
  });

  test('contradicts another id that was set meanwhile: nothing is sent', async () => {
    const essay = await loaded(ada);
    essay.writer = bob;
    essay.writerId = new ObjectId();
    const fresh = Object.assign(new Essay(), { title: 'New', writer: ada, writerId: bob.id });
    const sent = await world.commandsOf(async () => {
      for (const each of [essay, fresh]) {
        const error = await errorOf(() => essays.save(each));
        expect(error).toMatchObject({
          code: 'VALIDATION_FAILED',
          issues: [{ path: 'writer', code: 'conflict' }],
        });
        expect(error.message).toContain('writerId');
      }
      expect(await errorOf(() => essays.insertMany([fresh]))).toMatchObject({
        issues: [{ path: '0.writer', code: 'conflict' }],
      });
      expect(await errorOf(() => essays.saveMany([essay]))).toMatchObject({
        issues: [{ path: '0.writer', code: 'conflict' }],
      });
    });
    expect(sent).toEqual([]);
  });

  test('needs an id, which a save does not make', async () => {
    const writers = world.repository(Writer);
    const essay = await loaded();
    essay.writer = writers.build({ name: 'New' });
    const sent = await world.commandsOf(async () => {
      expect(await errorOf(() => essays.save(essay))).toMatchObject({
        issues: [{ path: 'writer', code: 'reference' }],
      });
    });
    expect(sent).toEqual([]);
    await writers.save(essay.writer);
    await essays.save(essay);
    expect(await storedWriter(essay)).toEqual(essay.writer.id);
  });

  test.each([
    ['a plain object', { id: new ObjectId() }],
    ['an operator', { $gt: '' }],
    ['a document of another class', new Topic()],
  ])('is a document of its class, not %s', async (_name, value) => {
    const essay = await loaded();
    Reflect.set(essay, 'writer', value);
    expect(await errorOf(() => essays.save(essay))).toMatchObject({
      issues: [{ path: 'writer', code: 'type' }],
    });
  });

  test('that was populated may be gone by now', async () => {
    const writers = world.repository(Writer);
    const gone = await writers.create({ name: 'Gone' });
    const essay = await loaded(gone);
    await essays.populate([essay], ['writer']);
    await writers.delete(essay.writer as Writer);
    essay.title = 'Later';
    await essays.save(essay);
    expect(await storedWriter(essay)).toEqual(gone.id);
  });

  test('may be deleted once its id is stored, and not before', async () => {
    const writers = world.repository(Writer);
    const [gone, later] = [await writers.create({ name: 'Gone' }), await writers.create({ name: 'Later' })];
    const essay = await loaded();
    essay.writer = gone;
    await essays.save(essay);
    await writers.delete(gone);
    essay.title = 'Changed';
    await essays.save(essay);
    expect((await essays.getById(essay.id)).title).toBe('Changed');
    await writers.delete(later);
    [essay.writer, essay.writerId] = [later, later.id];
    expect(await errorOf(() => essays.save(essay))).toMatchObject({
      issues: [{ path: 'writer', code: 'reference' }],
    });
  });

  test('does not count once it was saved, though another element has the new id', async () => {
    const { id } = await essays.create({
      title: 'Parts',
      sections: [{ text: 'one' }, { text: 'two', editor: bob }],
    });
    const essay = await essays.getById(id);
    const [one] = essay.sections as [Section];
    one.editor = ada;
    await essays.save(essay);
    one.editorId = bob.id;
    await essays.save(essay);
    expect((await essays.getById(id)).sections.map(({ editorId }) => editorId)).toEqual([bob.id, bob.id]);
  });

  test('counts again after a save that failed', async () => {
    const essay = await loaded(ada);
    essay.writer = bob;
    essay.title = 7 as never;
    expect(await errorOf(() => essays.save(essay))).toMatchObject({ code: 'VALIDATION_FAILED' });
    [essay.title, essay.writerId] = ['Again', ada.id];
    await essays.save(essay);
    expect(await storedWriter(essay)).toEqual(bob.id);
  });

  test('counts in embedded documents, also in lists of them', async () => {
    const { id } = await essays.create({
      title: 'Parts',
      preface: { text: 'first' },
      sections: [{ text: 'one', editorId: ada.id }, { text: 'two' }],
    });
    const essay = await essays.getById(id);
    (essay.preface as Section).editor = bob;
    (essay.sections[0] as Section).editor = bob;
    (essay.sections[1] as Section).editor = bob;
    essay.sections.push({ text: 'three', editor: bob });
    await essays.save(essay);
    expect(await world.db.collection<{ _id: ObjectId }>('essays').findOne({ _id: id })).toMatchObject({
      preface: { text: 'first', by: bob.id },
      sections: [
        { text: 'one', by: bob.id },
        { text: 'two', by: bob.id },
        { text: 'three', by: bob.id },
      ],
    });
  });
});
