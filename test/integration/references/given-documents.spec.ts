import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { all, Essay, Poet, Section, Topic, Writer } from './world.js';

describe('Documents in the values of', () => {
  let world: IntegrationApp;
  let essays: DocumentRepository<Essay>;
  let ada: Writer;
  let bob: Writer;
  let maths: Topic;
  beforeAll(async () => {
    world = await openApp(all);
    essays = world.repository(Essay);
    const writers = world.repository(Writer);
    ada = await writers.create({ name: 'Ada' });
    bob = await writers.create({ name: 'Bob' });
    maths = await world.repository(Topic).create({ id: 'maths', label: 'Maths' });
  });
  afterAll(() => world.close());

  const stored = (title: string) => world.db.collection('essays').findOne({ title });

  test('build give references their ids', () => {
    const essay = essays.build({ title: 'Built', writer: ada, topics: [maths] });
    expect(essay.writerId).toEqual(ada.id);
    expect(essay.writer).toBe(ada);
    expect(essay.topicIds).toEqual(['maths']);
    expect(essay.topics).toEqual([maths]);
  });

  test('create give references their ids, also in maps, embedded documents and lists of these', async () => {
    const essay = await essays.create({
      title: 'Created',
      writer: ada,
      topics: [maths],
      roles: new Map([['reader', bob]]),
      preface: { text: 'first', editor: bob },
      sections: [{ text: 'one', editor: ada }, { text: 'two' }],
    });
    expect(essay.sections[0]?.editor).toBe(ada);
    expect(essay.roles?.get('reader')).toBe(bob);
    expect(await stored('Created')).toEqual({
      _id: essay.id,
      title: 'Created',
      writer: ada.id,
      topicIds: ['maths'],
      roleIds: { reader: bob.id },
      preface: { text: 'first', by: bob.id },
      sections: [{ text: 'one', by: ada.id }, { text: 'two' }],
    });
  });

  test('create and assign may stand under the reference itself', async () => {
    const essay = await essays.create({ title: 'Under', writerId: ada, topicIds: [maths] });
    expect([essay.writerId, essay.topicIds]).toEqual([ada.id, ['maths']]);
    // @ts-expect-error a document of another class
    expect(await errorOf(() => essays.create({ title: 'Wrong', writerId: maths }))).toMatchObject({
      issues: [{ path: 'writerId', code: 'type' }],
    });
    expect(essays.assign(essay, { writerId: bob }).writerId).toEqual(bob.id);
  });

  test('insertMany and bulkWrite give references their ids', async () => {
    await essays.insertMany([
      { title: 'Many 1', writer: ada },
      essays.build({ title: 'Many 2', writer: bob }),
    ]);
    await essays.bulkWrite([{ insertOne: { document: { title: 'Bulk', writer: bob } } }]);
    expect((await stored('Many 1'))?.['writer']).toEqual(ada.id);
    expect((await stored('Many 2'))?.['writer']).toEqual(bob.id);
    expect((await stored('Bulk'))?.['writer']).toEqual(bob.id);
  });

  test('assign replace ids, whatever was there', async () => {
    const essay = await essays.create({ title: 'Assigned', writerId: ada.id });
    essays.assign(essay, { writer: bob, sections: [{ text: 'one', editor: ada }] });
    expect(essay.writerId).toEqual(bob.id);
    expect(essay.writer).toBe(bob);
    expect(essay.sections[0]?.editorId).toEqual(ada.id);
    await essays.save(essay);
    expect((await stored('Assigned'))?.['writer']).toEqual(bob.id);
  });

  test('assign clear an id by null', async () => {
    const essay = await essays.create({ title: 'Cleared', writer: ada });
    essays.assign(essay, { writer: null });
    await essays.save(essay);
    expect(Object.keys((await stored('Cleared')) ?? {})).toEqual(['_id', 'title', 'topicIds', 'sections']);
  });

  test('findOneAndReplace give references their ids', async () => {
    await essays.create({ title: 'Replaced', writer: ada });
    const essay = await essays.findOneAndReplace({ title: 'Replaced' }, { title: 'Replaced', writer: bob });
    expect(essay?.writerId).toEqual(bob.id);
  });

  test('undefined says nothing', () => {
    const essay = essays.build({ title: 'Undefined', writerId: ada.id, writer: undefined });
    expect(essay.writerId).toEqual(ada.id);
  });

  test('a document of a subclass is accepted, one of its base class is not', async () => {
    const poet = await world.repository(Poet).create({ name: 'Poe' });
    expect(essays.build({ title: 'By a poet', writer: poet, poet }).poetId).toEqual(poet.id);
    const error = await errorOf(() => essays.build({ title: 'Not by a poet', poet: ada }));
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', issues: [{ path: 'poet', code: 'type' }] });
    expect(error.message).toContain('should be a document of Poet, not Writer');
  });

  test.each([
    ['a plain object', { id: new ObjectId() }],
    ['an operator', { $gt: '' }],
    ['text', 'ada'],
    ['a list', []],
    ['a document of another class', Object.assign(new Topic(), { id: 'maths' })],
  ])('%s in place of a document is refused', async (_name, value) => {
    const issues = [{ path: 'writer', code: 'type' }];
    const sent = await world.commandsOf(async () => {
      expect(await errorOf(() => essays.create({ title: 'x', writer: value as never }))).toMatchObject({
        issues,
      });
      expect(await errorOf(() => essays.insertMany([{ title: 'x', writer: value as never }]))).toMatchObject({
        issues: [{ path: '0.writer', code: 'type' }],
      });
      const essay = essays.build({ title: 'x' });
      expect(await errorOf(() => essays.assign(essay, { writer: value as never }))).toMatchObject({ issues });
      expect(essay.writer).toBeUndefined();
    });
    expect(sent).toEqual([]);
  });

  test('what is wrong inside of embedded documents is named by its path', async () => {
    const sections = [{ text: 'one', editor: maths as never }];
    const error = await errorOf(() => essays.build({ title: 'x', sections }));
    expect(error).toMatchObject({ issues: [{ path: 'sections.0.editor', code: 'type' }] });
  });

  test('a document without an id is refused, and with one accepted before it is stored', async () => {
    const fresh = world.repository(Writer).build({ name: 'New' });
    const error = await errorOf(() => essays.build({ title: 'x', writer: fresh }));
    expect(error).toMatchObject({ issues: [{ path: 'writer', code: 'reference' }] });
    expect(error.message).toContain('save it before, or give it its id');
    fresh.id = new ObjectId();
    expect(essays.build({ title: 'x', writer: fresh }).writerId).toEqual(fresh.id);
  });

  test('a document that was deleted is refused', async () => {
    const writers = world.repository(Writer);
    const gone = await writers.create({ name: 'Gone' });
    await writers.delete(gone);
    expect(await errorOf(() => essays.build({ title: 'x', writer: gone }))).toMatchObject({
      issues: [{ path: 'writer', code: 'reference' }],
    });
  });

  test('an id and another document contradict each other', async () => {
    const error = await errorOf(() => essays.build({ title: 'x', writerId: bob.id, writer: ada }));
    expect(error).toMatchObject({ issues: [{ path: 'writer', code: 'conflict' }] });
    expect(error.message).toContain('writer: is another document than writerId says');
    expect(essays.build({ title: 'x', writerId: ada.id, writer: ada }).writerId).toEqual(ada.id);
    const hex = essays.build({ title: 'x', writerId: ada.id.toHexString(), writer: ada });
    expect(hex.writerId).toEqual(ada.id);
  });

  test('an instance of an embedded document keeps its own', async () => {
    const section = Object.assign(new Section(), { text: 'one', editor: ada });
    const essay = await essays.create({ title: 'Instance', sections: [section] });
    expect(essay.sections[0]).toBe(section);
    expect((await stored('Instance'))?.['sections']).toEqual([{ text: 'one', by: ada.id }]);
  });
});
