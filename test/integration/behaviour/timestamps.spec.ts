import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  CreatedAt,
  Document,
  Field,
  Id,
  postSave,
  preBulkInsert,
  preSave,
  UpdatedAt,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'notes' })
class Note {
  @Id() id!: ObjectId;
  @Field({ required: true }) text!: string;
  @CreatedAt() createdAt!: Date;
  @UpdatedAt({ key: 'u' }) updatedAt!: Date;
}

@Document({ collection: 'drafts' })
class Draft {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @UpdatedAt() updatedAt?: Date | null;
  @Version() version!: number;
}

/** Only its subclass has timestamps. */
@Document({ collection: 'papers' })
class Paper {
  @Id() id!: ObjectId;
}
@Document()
class Letter extends Paper {
  @CreatedAt() createdAt!: Date;
}

const noon = new Date('2030-01-01T12:00:00Z');
const one = new Date('2030-01-01T13:00:00Z');
const past = new Date('1999-01-01T00:00:00Z');

describe('@CreatedAt() and @UpdatedAt()', () => {
  let world: IntegrationApp;
  let notes: DocumentRepository<Note>;
  const stored = (collection: string, { id }: { readonly id: ObjectId }) =>
    world.db.collection(collection).findOne({ _id: id });

  beforeAll(async () => {
    world = await openApp([Note, Draft, Paper, Letter]);
    notes = world.repository(Note);
  });
  beforeEach(() => {
    // Timers of the driver stay real.
    vi.useFakeTimers({ now: noon, toFake: ['Date'] });
  });
  afterAll(async () => {
    vi.useRealTimers();
    await world.close();
  });

  const newNote = async (values: Partial<Note> = {}) => notes.create({ text: 'a', ...values });

  describe('when a document is inserted', () => {
    test('are the time of the insert', async () => {
      const note = await newNote();
      expect(note).toMatchObject({ createdAt: noon, updatedAt: noon });
      expect(await stored('notes', note)).toEqual({ _id: note.id, text: 'a', createdAt: noon, u: noon });
    });

    test('are two dates, so that changing one leaves the other', async () => {
      const note = await newNote();
      expect(note.createdAt).not.toBe(note.updatedAt);
    });

    test('keep a creation that the document has', async () => {
      const note = await newNote({ createdAt: past });
      expect(await stored('notes', note)).toMatchObject({ createdAt: past, u: noon });
    });

    test('are seen by receivers of preSave', async () => {
      const seen: unknown[] = [];
      const receiver = ({ document }: { document: Note }) =>
        seen.push(document.createdAt, document.updatedAt);
      await withReceiver(world.bus, { signal: preSave, sender: Note, receiver }, () => newNote());
      expect(seen).toEqual([noon, noon]);
    });

    test('are undefined again if it was not inserted', async () => {
      const note = notes.build({ text: null as never });
      expect((await errorOf(() => notes.save(note))).code).toBe('VALIDATION_FAILED');
      expect((await errorOf(() => notes.insertMany([note]))).code).toBe('VALIDATION_FAILED');
      expect([note.createdAt, note.updatedAt]).toEqual([undefined, undefined]);
    });
  });

  describe('when a document is saved', () => {
    test('are the creation as it was, and the time of the save', async () => {
      const note = await notes.getById((await newNote()).id);
      vi.setSystemTime(one);
      await notes.save(Object.assign(note, { text: 'b' }));
      expect(await stored('notes', note)).toEqual({ _id: note.id, text: 'b', createdAt: noon, u: one });
      expect(note.updatedAt).toEqual(one);
    });

    test('refuse another creation', async () => {
      const note = await newNote();
      const error = await errorOf(() => notes.save(Object.assign(note, { createdAt: past })));
      expect(error.code).toBe('VALIDATION_FAILED');
      expect(error.issues).toMatchObject([{ path: 'createdAt', code: 'immutable' }]);
      expect(await stored('notes', note)).toMatchObject({ createdAt: noon, u: noon });
    });

    test('are given to a document of which only other fields were loaded', async () => {
      const { id } = await newNote();
      const [note] = await notes.find({ id }).select('text').toArray();
      vi.setSystemTime(one);
      await notes.save(Object.assign(note!, { text: 'b' }));
      expect(await stored('notes', { id })).toEqual({ _id: id, text: 'b', createdAt: noon, u: one });
    });

    test('stay, and nothing is sent, if nothing has changed', async () => {
      const note = await newNote();
      vi.setSystemTime(one);
      expect(await world.commandsOf(() => notes.save(note))).toEqual([]);
      expect(note.updatedAt).toEqual(noon);
    });

    test('stand in the change set', async () => {
      const note = await newNote();
      vi.setSystemTime(one);
      const told: unknown[] = [];
      const receiver = ({ changes }: { changes: Iterable<unknown> }) => told.push(...changes);
      await withReceiver(world.bus, { signal: postSave, sender: Note, receiver }, () =>
        notes.save(Object.assign(note, { text: 'b' })),
      );
      expect(told).toEqual([
        { path: 'text', before: 'a', after: 'b' },
        { path: 'updatedAt', before: noon, after: one },
      ]);
    });

    test('are the time of a save that changes nothing but the time', async () => {
      const note = await newNote();
      vi.setSystemTime(one);
      await notes.save(Object.assign(note, { updatedAt: past }));
      expect(await stored('notes', note)).toMatchObject({ u: one });
    });

    test('are as before if the save was refused', async () => {
      const drafts = world.repository(Draft);
      const draft = await drafts.create({ text: 'a' });
      await world.db.collection('drafts').deleteMany({});
      vi.setSystemTime(one);
      expect((await errorOf(() => drafts.save(Object.assign(draft, { text: 'b' })))).code).toBe(
        'STALE_DOCUMENT',
      );
      expect(draft).toMatchObject({ updatedAt: noon, version: 1 });
    });

    test('go with the version: both move or none', async () => {
      const drafts = world.repository(Draft);
      const draft = await drafts.create({ text: 'a' });
      vi.setSystemTime(one);
      await drafts.save(Object.assign(draft, { version: 40 }));
      expect(await stored('drafts', draft)).toEqual({
        _id: draft.id,
        text: 'a',
        updatedAt: noon,
        version: 1,
      });
      await drafts.save(Object.assign(draft, { text: 'b' }));
      expect(await stored('drafts', draft)).toEqual({ _id: draft.id, text: 'b', updatedAt: one, version: 2 });
    });
  });

  describe('when documents are inserted in bulk', () => {
    test('are the time of the insert for each', async () => {
      const list = [notes.build({ text: 'a' }), notes.build({ text: 'b', createdAt: past })];
      await notes.insertMany(list);
      expect(await stored('notes', list[0]!)).toMatchObject({ createdAt: noon, u: noon });
      expect(await stored('notes', list[1]!)).toMatchObject({ createdAt: past, u: noon });
    });

    test('are given to documents that a receiver adds', async () => {
      const added = Object.assign(new Note(), { text: 'added' });
      const receiver = ({ documents }: { documents: Note[] }) => documents.push(added);
      await withReceiver(world.bus, { signal: preBulkInsert, sender: Note, receiver }, async () =>
        notes.insertMany([notes.build({ text: 'a' })]),
      );
      expect(await stored('notes', added)).toMatchObject({ createdAt: noon, u: noon });
    });

    test('are given to documents of the class that has them, also by the repository of its base class', async () => {
      const [letter, paper] = [new Letter(), new Paper()];
      await world.repository(Paper).insertMany([letter, paper]);
      expect(await stored('papers', letter)).toEqual({ _id: letter.id, _type: 'Letter', createdAt: noon });
      expect(await stored('papers', paper)).toEqual({ _id: paper.id });
    });
  });

  describe('The receivers', () => {
    test('have a telling name, and come first and last', () => {
      const described = (signal: any, documentClass: any) =>
        world.bus.receiversOf(signal, documentClass).map(({ name, order }) => `${order} ${name}`);
      expect(described(preSave, Note)).toEqual(['-1000000 timestamps of Note']);
      expect(described(preBulkInsert, Note)).toEqual([
        '-1000000 timestamps of Note',
        '1000000 timestamps of Note',
      ]);
    });

    test('connect bulk receivers for a base class if a subclass has timestamps', () => {
      expect(world.bus.receiversOf(preSave, Paper)).toEqual([]);
      expect(world.bus.receiversOf(preBulkInsert, Paper)).toHaveLength(2);
    });
  });
});
