import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postWrite, preUpdate, push } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Invoice, Member, Visitor } from './upserts.js';

describe('findOneAndReplace', () => {
  let world: IntegrationApp;
  let visitors: DocumentRepository<Visitor>;
  let ada: Visitor;
  const collection = () => world.db.collection('visitors');

  beforeAll(async () => {
    world = await openApp([Visitor, Member, Invoice]);
    visitors = world.repository(Visitor);
  });
  beforeEach(async () => {
    await collection().deleteMany({});
    const values = { email: 'a@x', name: 'Ada', source: 'web', tags: ['x'], visits: 5 };
    ada = await visitors.create(values, { context: { user: 'u1' } });
    await collection().updateOne({ _id: ada.id }, { $set: { undeclared: 1 } });
  });
  afterAll(() => world.close());

  test('stores the values and those of a new document, and keeps what cannot change, by one command', async () => {
    const commands = await world.commandsOf(async () => {
      const options = { context: { user: 'u2' } };
      const document = await visitors.findOneAndReplace({ email: 'a@x' }, { email: 'b@x' }, options);
      expect(document).toBeInstanceOf(Visitor);
      expect(document).toMatchObject({
        id: ada.id,
        email: 'b@x',
        name: undefined,
        version: 2,
        source: 'web',
      });
    });
    expect(commands.map(({ name }) => name)).toEqual(['findAndModify']);
    expect(await collection().find().toArray()).toEqual([
      {
        ...{ _id: ada.id, version: 2, createdAt: ada.createdAt, updatedAt: expect.any(Date) },
        ...{ createdBy: 'u1', updatedBy: 'u2', e: 'b@x', status: 'new', v: 0, t: [], source: 'web' },
      },
    ]);
  });

  test('returns a document that can be saved, one as it was, or null', async () => {
    const document = (await visitors.findOneAndReplace({ email: 'a@x' }, { email: 'b@x' }))!;
    document.visits = 9;
    await visitors.save(document);
    expect(await collection().findOne({ _id: ada.id })).toMatchObject({ v: 9, version: 3 });
    const before = await visitors.findOneAndReplace({ visits: 9 }, { email: 'c@x' }, { returns: 'before' });
    expect(before).toMatchObject({ email: 'b@x', visits: 9 });
    expect(await visitors.findOneAndReplace({ email: 'z@x' }, { email: 'c@x' })).toBeNull();
  });

  test.each([
    ['a missing required field', { name: 'Bob' }, ['email: required']],
    ['an immutable field', { email: 'b@x', source: 'app' }, ['source: immutable']],
    ['the id', { email: 'b@x', id: '64a000000000000000000001' }, ['id: immutable']],
    ['an invalid value', { email: 'b@x', name: 'B' }, ['name: min_length']],
    ['an unknown field', { emial: 'b@x' }, ['emial: unknown_field']],
  ])('refuses %s before anything is sent', async (_, values, expected) => {
    const commands = await world.commandsOf(async () => {
      const error = await errorOf(() => visitors.findOneAndReplace({ email: 'a@x' }, values as never));
      expect(error.issues.map(({ path, code }: any) => `${path}: ${code}`)).toEqual(expected);
    });
    expect(commands).toEqual([]);
  });

  test('leaves documents of a subclass alone', async () => {
    await world.repository(Member).create({ email: 'm@x', level: 1 });
    expect(await visitors.findOneAndReplace({ email: 'm@x' }, { email: 'n@x' })).toBeNull();
    const members = world.repository(Member);
    expect(await members.findOneAndReplace({ email: 'm@x' }, { email: 'n@x', level: 2 })).toBeInstanceOf(
      Member,
    );
    expect(await collection().findOne({ e: 'n@x' })).toMatchObject({ _type: 'Member', level: 2 });
  });

  test('keeps the number of a sequence', async () => {
    const invoices = world.repository(Invoice);
    const { number } = await invoices.create({ text: 'x' });
    expect(await invoices.findOneAndReplace({ text: 'x' }, { text: 'y' })).toMatchObject({
      number,
      text: 'y',
    });
  });

  test('sends the signals of an update, whose receivers change whole fields', async () => {
    const writes: any[] = [];
    const undo = [
      world.bus.connect(preUpdate, Visitor, ({ update }) => void update.set('status', 'old')),
      world.bus.connect(postWrite, Visitor, (payload) => void writes.push(...payload.writes)),
    ];
    using recorder = new SignalRecorder(world.bus);
    expect(await visitors.findOneAndReplace({ email: 'a@x' }, { email: 'b@x' })).toMatchObject({
      status: 'old',
    });
    expect(recorder.sent.map(({ name }) => name)).toEqual([
      ...['Visitor.preUpdate', 'Visitor.preInit', 'Visitor.postInit', 'Visitor.postLoad'],
      ...['Visitor.postUpdate', 'Visitor.postWrite'],
    ]);
    expect(writes).toEqual([{ kind: 'update', sender: Visitor, count: 1, ids: [ada.id] }]);
    undo.push(world.bus.connect(preUpdate, Visitor, ({ update }) => void update.set('tags', push('x'))));
    expect(await errorOf(() => visitors.findOneAndReplace({ email: 'b@x' }, { email: 'c@x' }))).toMatchObject(
      {
        code: 'INVALID_UPDATE',
      },
    );
    for (const each of undo) each();
  });
});
