import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  DeletedAt,
  Document,
  DocumentDeletedError,
  DocumentNotFoundError,
  Field,
  Id,
  not,
  preDelete,
  StaleDocumentError,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { muteSignals, SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'notes' })
class Note {
  @Id() id!: ObjectId;
  @Field({ required: true }) text!: string;
  @DeletedAt({ key: 'd' }) deletedAt?: Date | null;
}

@Document({ collection: 'drafts' })
class Draft {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @DeletedAt() deletedAt?: Date;
  @Version() version!: number;
}

/** Only its subclass is soft-deleted. */
@Document({ collection: 'papers' })
class Paper {
  @Id() id!: ObjectId;
}
@Document()
class Letter extends Paper {
  @DeletedAt() deletedAt?: Date;
}

describe('@DeletedAt()', () => {
  let world: IntegrationApp;
  let notes: DocumentRepository<Note>;
  let drafts: DocumentRepository<Draft>;
  const collection = (name = 'notes') => world.db.collection(name);
  const stored = ({ id }: { readonly id: ObjectId }, name?: string) => collection(name).findOne({ _id: id });
  const newNote = async (text = 'a') => notes.create({ text });
  const texts = (list: readonly Note[]) => list.map(({ text }) => text);
  const someTime = expect.any(Date) as unknown;

  beforeAll(async () => {
    world = await openApp([Note, Draft, Paper, Letter]);
    notes = world.repository(Note);
    drafts = world.repository(Draft);
  });
  beforeEach(async () => {
    for (const name of ['notes', 'drafts', 'papers']) await collection(name).deleteMany({});
  });
  afterAll(() => world.close());

  describe('when a document is deleted', () => {
    test('is the time, and the document is kept', async () => {
      const note = await newNote();
      const before = Date.now();
      expect(await notes.delete(note)).toBe(true);
      expect(await stored(note)).toEqual({ _id: note.id, text: 'a', d: someTime });
      expect(note.deletedAt?.getTime()).toBeGreaterThanOrEqual(before);
      expect((await stored(note))?.['d']).toEqual(note.deletedAt);
    });

    test('is written by one update of this field alone, of a document that is not deleted yet', async () => {
      const note = Object.assign(await newNote(), { text: 'not saved' });
      const sent = await world.commandsOf(() => notes.delete(note));
      expect(sent.map(({ name }) => name)).toEqual(['update']);
      expect(sent[0]?.command['updates'][0]).toMatchObject({
        q: { _id: { $eq: note.id }, d: { $eq: null } },
        u: { $set: { d: note.deletedAt } },
      });
    });

    test('sends the signals of a delete', async () => {
      const note = await newNote();
      using recorder = new SignalRecorder(world.bus);
      await notes.delete(note);
      recorder.assertSent(['Note.preDelete', 'Note.postDelete', 'Note.postWrite']);
    });

    test('makes the object a deleted one', async () => {
      const note = await newNote();
      await notes.delete(note);
      expect(await errorOf(() => notes.save(note))).toBeInstanceOf(DocumentDeletedError);
    });

    test('does nothing if somebody else deleted it before: false, no postDelete, the first time stays', async () => {
      const note = await newNote();
      const other = await notes.getById(note.id);
      await notes.delete(note);
      using recorder = new SignalRecorder(world.bus);
      expect(await notes.delete(other)).toBe(false);
      recorder.assertSent(['Note.preDelete']);
      expect((await stored(note))?.['d']).toEqual(note.deletedAt);
    });

    test('raises the version and does not check it', async () => {
      const draft = await drafts.create({ text: 'a' });
      await collection('drafts').updateOne({ _id: draft.id }, { $set: { version: 7 } });
      await drafts.delete(draft);
      expect(await stored(draft, 'drafts')).toMatchObject({ version: 8, deletedAt: someTime });
    });

    test('gives a version to a document that has null', async () => {
      const _id = new ObjectId();
      await collection('drafts').insertOne({ _id, version: null });
      await drafts.delete(await drafts.getById(_id));
      expect(await stored({ id: _id }, 'drafts')).toMatchObject({ version: 1 });
    });

    test('leaves document and database alone if a receiver refuses', async () => {
      const note = await newNote();
      const receiver = () => {
        throw new Error('veto');
      };
      await withReceiver(world.bus, { signal: preDelete, sender: Note, receiver }, () =>
        errorOf(() => notes.delete(note)),
      );
      expect(note.deletedAt).toBeUndefined();
      expect(await stored(note)).toEqual({ _id: note.id, text: 'a' });
      expect(await notes.delete(note)).toBe(true);
    });

    test('is really deleted with { permanent: true }', async () => {
      const note = await newNote();
      expect(await notes.delete(note, { permanent: true })).toBe(true);
      expect(await stored(note)).toBeNull();
      expect(note.deletedAt).toBeUndefined();
    });

    test('is really deleted while the signals are muted', async () => {
      const note = await newNote();
      await muteSignals(world.bus, () => notes.delete(note));
      expect(await stored(note)).toBeNull();
    });
  });

  describe('when documents are deleted by a filter', () => {
    test('is the time of each that was not deleted, and they are counted', async () => {
      await collection().insertMany([{ text: 'a' }, { text: 'b' }, { text: 'a', d: new Date(0) }]);
      expect(await notes.deleteMany({ text: 'a' })).toBe(1);
      expect(await collection().countDocuments({ d: { $type: 'date' } })).toBe(2);
      expect(await collection().countDocuments({ d: new Date(0) })).toBe(1);
    });

    test('are really deleted with { permanent: true }, those that were deleted before with { withDeleted: true } too', async () => {
      await collection().insertMany([{ text: 'a' }, { text: 'b' }, { text: 'a', d: new Date(0) }]);
      expect(await notes.deleteMany({ text: 'a' }, { permanent: true })).toBe(1);
      expect(await collection().countDocuments({ text: 'a', d: new Date(0) })).toBe(1);
      expect(await collection().countDocuments()).toBe(2);
      expect(await notes.deleteMany({ text: 'a' }, { permanent: true, withDeleted: true })).toBe(1);
      expect(await collection().distinct('text')).toEqual(['b']);
    });
  });

  describe('when documents are read', () => {
    beforeEach(() =>
      collection().insertMany([
        { text: 'here' },
        { text: 'null', d: null },
        { text: 'gone', d: new Date(0) },
      ]),
    );
    const goneId = async () => (await collection().findOne({ text: 'gone' }))?._id as ObjectId;

    test.each<[string, () => Promise<unknown>, unknown]>([
      ['find', async () => texts(await notes.find({}).toArray()), ['here', 'null']],
      ['find by the very time', () => notes.find({ deletedAt: new Date(0) }).toArray(), []],
      ['findOne', () => notes.findOne({ text: 'gone' }), null],
      ['findById', async () => notes.findById(await goneId()), null],
      ['exists', () => notes.exists({ text: 'gone' }), false],
      ['count', () => notes.count({}), 2],
      ['the count of a query set', () => notes.find({}).count(), 2],
      ['the first of a query set', () => notes.find({ text: 'gone' }).first(), null],
    ])('%s leaves deleted ones out', async (_, read, result) => {
      expect(await read()).toEqual(result);
    });

    test('getById finds no deleted one', async () => {
      const id = await goneId();
      expect(await errorOf(() => notes.getById(id))).toBeInstanceOf(DocumentNotFoundError);
    });

    test('withDeleted() finds them too', async () => {
      const all = notes.find({}).withDeleted();
      expect(texts(await all.toArray())).toEqual(['here', 'null', 'gone']);
      expect(await all.count()).toBe(3);
      expect(texts(await all.skip(2).toArray())).toEqual(['gone']);
      expect(
        texts(
          await notes
            .find({ deletedAt: not(null) })
            .withDeleted()
            .toArray(),
        ),
      ).toEqual(['gone']);
    });

    test('a query set without it stays as it was', async () => {
      const all = notes.find({});
      all.withDeleted();
      expect(await all.count()).toBe(2);
    });

    test('reload of a document that somebody else deleted shows that', async () => {
      const note = (await notes.findOne({ text: 'here' })) as Note;
      await collection().updateOne({ _id: note.id }, { $set: { d: new Date(0) } });
      await notes.reload(note);
      expect(note.deletedAt).toEqual(new Date(0));
    });

    test('the repository of a base class leaves out deleted ones of the class that keeps them', async () => {
      await collection('papers').insertMany([
        {},
        { _type: 'Letter' },
        { _type: 'Letter', deletedAt: new Date(0) },
      ]);
      expect(await world.repository(Paper).count({})).toBe(2);
      expect(await world.repository(Letter).count({})).toBe(1);
    });
  });

  describe('when a deleted document is loaded', () => {
    test('it comes back by a save without the time', async () => {
      const { id } = await newNote();
      await notes.delete(await notes.getById(id));
      const note = (await notes.find({ id }).withDeleted().first()) as Note;
      note.deletedAt = undefined;
      await notes.save(note);
      expect(await stored({ id })).toEqual({ _id: id, text: 'a' });
      expect(texts(await notes.find({}).toArray())).toEqual(['a']);
    });

    test('it can be changed and stays deleted', async () => {
      const { id } = await newNote();
      await notes.delete(await notes.getById(id));
      const note = (await notes.find({ id }).withDeleted().first()) as Note;
      await notes.save(Object.assign(note, { text: 'b' }));
      expect(await stored({ id })).toEqual({ _id: id, text: 'b', d: note.deletedAt });
    });

    test('a save of one that somebody else deleted since is refused', async () => {
      const { id } = await newNote();
      const note = await notes.getById(id);
      await notes.delete(await notes.getById(id));
      const error = await errorOf(() => notes.save(Object.assign(note, { text: 'b' })));
      expect(error).toBeInstanceOf(StaleDocumentError);
      expect(error.conflict).toBe('deleted');
      expect(await stored({ id })).toMatchObject({ text: 'a' });
    });
  });

  test('has a receiver with a telling name, for the class that has the field', () => {
    const receivers = [Note, Letter, Paper].map((documentClass) =>
      world.bus.receiversOf(preDelete, documentClass).map(({ name }) => name),
    );
    expect(receivers).toEqual([['soft delete of Note'], ['soft delete of Letter'], []]);
  });
});
