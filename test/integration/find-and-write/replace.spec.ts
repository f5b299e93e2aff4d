import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  DocumentNotStoredError,
  PartialDocumentError,
  StaleDocumentError,
  ValidationError,
  postSave,
  postWrite,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Member, Visitor } from './upserts.js';

describe('replace', () => {
  let world: IntegrationApp;
  let visitors: DocumentRepository<Visitor>;
  let ada: Visitor;
  const collection = () => world.db.collection('visitors');

  beforeAll(async () => {
    world = await openApp([Visitor, Member]);
    visitors = world.repository(Visitor);
  });
  beforeEach(async () => {
    await collection().deleteMany({});
    const { id } = await visitors.create({ email: 'a@x', name: 'Ada', source: 'web' });
    await collection().updateOne({ _id: id }, { $set: { undeclared: 1 } });
    ada = await visitors.getById(id);
  });
  afterAll(() => world.close());

  test('stores the whole document by one command, so that undeclared keys are gone', async () => {
    ada.name = 'Ada L';
    const commands = await world.commandsOf(async () => {
      expect(await visitors.replace(ada)).toBe(ada);
    });
    expect(commands.map(({ name }) => name)).toEqual(['update']);
    expect(await collection().findOne({ _id: ada.id })).toEqual({
      ...{ _id: ada.id, version: 2, createdAt: ada.createdAt, updatedAt: ada.updatedAt },
      ...{ e: 'a@x', n: 'Ada L', status: 'new', v: 0, t: [], source: 'web' },
    });
    ada.visits = 3;
    await visitors.save(ada);
    expect(await collection().findOne({ _id: ada.id })).toMatchObject({ v: 3, version: 3 });
  });

  test('writes a document without changes too, and keeps its version', async () => {
    const writes: any[] = [];
    const undo = world.bus.connect(postWrite, Visitor, (payload) => void writes.push(...payload.writes));
    await visitors.replace(ada);
    undo();
    expect(writes).toEqual([{ kind: 'update', sender: Visitor, count: 1, ids: [ada.id] }]);
    expect(await collection().findOne({ _id: ada.id })).not.toHaveProperty('undeclared');
    expect(ada.version).toBe(1);
  });

  test('sends the signals of a save, with the changes', async () => {
    const changes: any[] = [];
    const undo = world.bus.connect(postSave, Visitor, (payload) => void changes.push(payload.changes.paths));
    using recorder = new SignalRecorder(world.bus);
    ada.name = 'Eve';
    await visitors.replace(ada);
    undo();
    expect(recorder.sent.map(({ name }) => name)).toEqual([
      ...['Visitor.preSave', 'Visitor.preSavePostValidation', 'Visitor.postSave', 'Visitor.postWrite'],
    ]);
    expect(changes).toEqual([['version', 'updatedAt', 'name']]);
  });

  describe('refuses', () => {
    test('a document that is gone, or was changed meanwhile', async () => {
      await collection().updateOne({ _id: ada.id }, { $inc: { version: 1 } });
      expect(await errorOf(() => visitors.replace(ada))).toBeInstanceOf(StaleDocumentError);
      await collection().deleteMany({});
      expect(await errorOf(() => visitors.replace(ada))).toBeInstanceOf(StaleDocumentError);
      expect(await collection().countDocuments({})).toBe(0);
    });

    test('a new document', async () => {
      const fresh = visitors.build({ email: 'b@x' });
      expect(await errorOf(() => visitors.replace(fresh))).toBeInstanceOf(DocumentNotStoredError);
    });

    test('one of which only some fields were loaded', async () => {
      const part = await visitors.find().select('email').getFirst();
      expect(await errorOf(() => visitors.replace(part as Visitor))).toBeInstanceOf(PartialDocumentError);
    });

    test('another value of an immutable field', async () => {
      ada.source = 'app';
      expect(await errorOf(() => visitors.replace(ada))).toBeInstanceOf(ValidationError);
    });
  });
});
