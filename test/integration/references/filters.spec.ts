import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addToSet,
  allOf,
  and,
  elemMatch,
  noneOf,
  not,
  oneOf,
  or,
  pull,
  pullAll,
  push,
  setOnInsert,
  updateElements,
} from 'nestjs-documents';
import type { DocumentFilter, DocumentRepository, DocumentUpdate } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { all, Essay, Poet, Topic, Writer } from './world.js';

let world: IntegrationApp;
let essays: DocumentRepository<Essay>;
let ada: Writer;
let bob: Writer;
let maths: Topic;
let music: Topic;
beforeAll(async () => {
  world = await openApp(all);
  essays = world.repository(Essay);
  [ada, bob] = (await world.repository(Writer).insertMany([{ name: 'Ada' }, { name: 'Bob' }])) as [
    Writer,
    Writer,
  ];
  [maths, music] = (await world.repository(Topic).insertMany([
    { id: 'maths', label: 'Maths' },
    { id: 'music', label: 'Music' },
  ])) as [Topic, Topic];
});
afterAll(() => world.close());

describe('A document in a filter', () => {
  beforeAll(async () => {
    await essays.insertMany([
      { title: 'by Ada', writer: ada, topics: [maths], roles: new Map([['reader', bob]]) },
      { title: 'by Bob', writer: bob, topics: [maths, music], preface: { text: 'first', editor: ada } },
      { title: 'by nobody', sections: [{ text: 'one', editor: bob }] },
    ]);
  });
  afterAll(() => essays.deleteMany({}, { allowAll: true }));

  test.each<[string, () => DocumentFilter<Essay>, string[]]>([
    ['alone', () => ({ writerId: ada }), ['by Ada']],
    ['in oneOf', () => ({ writerId: oneOf([ada, bob.id]) }), ['by Ada', 'by Bob']],
    ['in noneOf', () => ({ writerId: noneOf([ada]) }), ['by Bob', 'by nobody']],
    ['in not', () => ({ writerId: not(ada) }), ['by Bob', 'by nobody']],
    ['in or', () => or({ writerId: ada }, { 'preface.editorId': ada }), ['by Ada', 'by Bob']],
    ['in conditions on one path', () => ({ writerId: or(oneOf([ada]), oneOf([bob])) }), ['by Ada', 'by Bob']],
    ['in and', () => and({ writerId: bob }, { topicIds: music }), ['by Bob']],
    ['as an element', () => ({ topicIds: maths }), ['by Ada', 'by Bob']],
    ['as a list', () => ({ topicIds: [maths] }), ['by Ada']],
    ['in allOf', () => ({ topicIds: allOf([maths, music]) }), ['by Bob']],
    ['in a map', () => ({ 'roleIds.reader': bob }), ['by Ada']],
    ['in a list of embedded documents', () => ({ 'sections.editorId': bob }), ['by nobody']],
    ['in elemMatch', () => ({ sections: elemMatch({ editorId: bob }) }), ['by nobody']],
  ])('stands for its id: %s', async (_name, filter, titles) => {
    const found = await essays.find(filter()).sort({ title: 'asc' }).pluck('title');
    expect(found).toEqual(titles);
  });

  test('of another class, or a plain object, is refused before anything is sent', async () => {
    const refused: unknown[] = [maths, { id: ada.id }, { _id: ada.id }, { name: 'Ada' }];
    const sent = await world.commandsOf(async () => {
      for (const each of refused) {
        const error = await errorOf(() => essays.find({ writerId: each } as never).toArray());
        expect(error).toMatchObject({ code: 'INVALID_FILTER', path: 'writerId' });
      }
      for (const each of [{ $gt: '' }, { $ne: null }])
        expect(await errorOf(() => essays.find({ writerId: each } as never).toArray())).toMatchObject({
          code: 'OPERATOR_NOT_ALLOWED',
        });
    });
    expect(sent).toEqual([]);
  });

  test('without an id is refused before anything is sent', async () => {
    const fresh = world.repository(Writer).build({ name: 'New' });
    const sent = await world.commandsOf(async () => {
      for (const filter of [
        { writerId: fresh },
        { writerId: oneOf([ada, fresh]) },
        { writerId: not(fresh) },
      ]) {
        const error = await errorOf(() => essays.deleteMany(filter));
        expect(error).toMatchObject({ code: 'INVALID_FILTER' });
        expect(error.message).toContain('is a document of Writer without an id: save it before');
      }
    });
    expect(sent).toEqual([]);
  });

  test('under the property beside the reference is an error that names the reference', async () => {
    const error = await errorOf(() => essays.find({ writer: ada }).toArray());
    expect(error).toMatchObject({ code: 'UNKNOWN_PATH' });
    expect(error.message).toBe(
      'Essay has no such path. "writer" is not stored: populate fills it. Use writerId, which also takes a document of Writer.',
    );
    const below = await errorOf(() => essays.find({ 'sections.editor.name': 'Bob' }).toArray());
    expect(below.message).toContain('Use sections.editorId, which also takes a document of Writer');
    const back = await errorOf(() => world.repository(Writer).find({ 'essays.title': 'by Ada' }).toArray());
    expect(back.message).toContain('Look for documents of Essay by writerId');
    expect((await errorOf(() => essays.find().select('writer').toArray())).message).toContain('Use writerId');
  });
});

describe('A document in an update', () => {
  const updated = async (update: DocumentUpdate<Essay>) => {
    const { id } = await essays.create({
      title: 'Essay',
      topicIds: ['maths'],
      sections: [{ text: 'one', editorId: ada.id }],
    });
    await essays.updateById(id, update);
    return essays.getById(id);
  };

  test('stands for its id', async () => {
    expect(await updated({ writerId: bob })).toMatchObject({ writerId: bob.id });
    expect(await updated({ topicIds: [music] })).toMatchObject({ topicIds: ['music'] });
    expect(await updated({ topicIds: push(music) })).toMatchObject({ topicIds: ['maths', 'music'] });
    expect(await updated({ topicIds: addToSet(maths, music) })).toMatchObject({
      topicIds: ['maths', 'music'],
    });
    expect(await updated({ topicIds: pull(maths) })).toMatchObject({ topicIds: [] });
    expect(await updated({ topicIds: pullAll([maths]) })).toMatchObject({ topicIds: [] });
    expect(await updated({ 'roleIds.reader': bob })).toMatchObject({
      roleIds: new Map([['reader', bob.id]]),
    });
    expect(await updated({ sections: updateElements({ editorId: ada }, { editorId: bob }) })).toMatchObject({
      sections: [{ text: 'one', editorId: bob.id }],
    });
  });

  test('gives embedded documents their ids', async () => {
    expect(await updated({ sections: push({ text: 'two', editor: bob }) })).toMatchObject({
      sections: [{ editorId: ada.id }, { text: 'two', editorId: bob.id }],
    });
    expect(await updated({ preface: { text: 'first', editor: bob } })).toMatchObject({
      preface: { text: 'first', editorId: bob.id },
    });
    const both = { text: 'two', editor: bob, editorId: ada.id };
    expect(await errorOf(() => updated({ sections: push(both) }))).toMatchObject({
      issues: [{ path: 'sections.0.editor', code: 'conflict' }],
    });
  });

  test('stands for its id in an upsert, also that of the filter', async () => {
    const poet = await world.repository(Poet).create({ name: 'Poe' });
    await essays.upsertOne({ title: 'Upsert', writerId: bob }, { poetId: setOnInsert(poet) });
    const found = await essays.findOne({ title: 'Upsert', writerId: bob });
    expect([found?.writerId, found?.poetId]).toEqual([bob.id, poet.id]);
  });

  test('of another class, a plain object, or without an id is refused before anything is sent', async () => {
    const fresh = world.repository(Writer).build({ name: 'New' });
    const sent = await world.commandsOf(async () => {
      for (const each of [maths, { id: ada.id }, { $gt: '' }, fresh])
        expect(
          await errorOf(() => essays.updateMany({ title: 'x' }, { writerId: each } as never)),
        ).toMatchObject({ code: 'VALIDATION_FAILED', issues: [{ path: 'writerId', code: 'type' }] });
      const error = await errorOf(() => essays.updateMany({ title: 'x' }, { writer: ada }));
      expect(error).toMatchObject({ issues: [{ path: 'writer', code: 'unknown_field' }] });
      expect(error.message).toContain('use writerId, which also takes a document of Writer');
    });
    expect(sent).toEqual([]);
  });
});
