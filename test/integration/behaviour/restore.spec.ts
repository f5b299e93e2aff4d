import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  DeletedAt,
  Document,
  Field,
  FieldRoleMissingError,
  Id,
  postWrite,
  preSave,
  preUpdate,
  StaleDocumentError,
  Transactions,
  UpdatedAt,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository, PostWrite, PreUpdate } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';

@Document({ collection: 'notes' })
class Note {
  @Id() id!: ObjectId;
  @Field({ key: 't' }) text?: string;
  @UpdatedAt({ key: 'u' }) updatedAt!: Date;
  @DeletedAt({ key: 'd' }) deletedAt?: Date;
  @Version({ key: 'v' }) version!: number;
}

/** Without a version. */
@Document({ collection: 'slips' })
class Slip {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @DeletedAt() deletedAt?: Date;
}

const longAgo = new Date('2020-01-01');

describe('DocumentRepository.restore', () => {
  let world: IntegrationApp;
  let notes: DocumentRepository<Note>;
  const stored = (id: ObjectId) => world.db.collection('notes').findOne({ _id: id });
  /** A note that is deleted, and its id. */
  const deletedId = async (text = 'a') => {
    const note = await notes.create({ text });
    await notes.delete(note);
    await world.db.collection('notes').updateOne({ _id: note.id }, { $set: { u: longAgo } });
    return note.id;
  };
  const loadDeleted = (id: ObjectId) => notes.find({ id }).withDeleted().getFirst();

  beforeAll(async () => {
    world = await openApp([Note, Slip, Person]);
    notes = world.repository(Note);
  });
  beforeEach(async () => {
    await world.db.collection('notes').deleteMany({});
  });
  afterAll(() => world.close());

  describe('of a loaded document', () => {
    test('removes its time of deletion, raises its version, and sets the time of its update', async () => {
      const id = await deletedId();
      const note = await loadDeleted(id);
      expect(await notes.restore(note)).toBe(note);

      expect(await stored(id)).toEqual({ _id: id, t: 'a', u: note.updatedAt, v: 3 });
      expect(note.updatedAt.getTime()).toBeGreaterThan(longAgo.getTime());
      expect([note.deletedAt, note.version]).toEqual([undefined, 3]);
      expect((await notes.getById(id)).text).toBe('a');
    });

    test('sends one update by id, version and time of deletion', async () => {
      const id = await deletedId();
      const note = await loadDeleted(id);
      const { deletedAt } = note;
      const sent = await world.commandsOf(() => notes.restore(note));
      expect(sent.map(({ command }) => command['updates'])).toEqual([
        [
          {
            q: { _id: { $eq: id }, v: { $eq: 2 }, d: { $eq: deletedAt } },
            u: { $set: { u: note.updatedAt, v: 3 }, $unset: { d: true } },
          },
        ],
      ]);
    });

    test('sends the signals of a save, with the change, and postWrite of the kind restore', async () => {
      const note = await loadDeleted(await deletedId());
      using recorder = new SignalRecorder(world.bus);
      await notes.restore(note);
      expect(recorder.names).toEqual([
        'Note.preSave',
        'Note.preSavePostValidation',
        'Note.postSave',
        'Note.postWrite',
      ]);
      const [, , saved, written] = recorder.sent.map(({ payload }) => payload as any);
      expect([saved.origin, saved.created, saved.changes.paths]).toEqual([
        'restore',
        false,
        ['updatedAt', 'deletedAt', 'version'],
      ]);
      expect(written.writes).toMatchObject([{ kind: 'restore', ids: [note.id], count: 1 }]);
    });

    test('stores other changes of the document with it', async () => {
      const note = await loadDeleted(await deletedId());
      note.text = 'b';
      await notes.restore(note);
      expect(await stored(note.id)).toMatchObject({ t: 'b', v: 3 });
    });

    test('can be saved and deleted again afterwards', async () => {
      const note = await loadDeleted(await deletedId());
      await notes.restore(note);
      note.text = 'c';
      await notes.save(note);
      expect(await notes.delete(note)).toBe(true);
      expect(await stored(note.id)).toMatchObject({ t: 'c', v: 5, d: note.deletedAt });
    });
  });

  test('restores the object that was deleted, which is used as before', async () => {
    const note = await notes.create({ text: 'a' });
    await notes.delete(note);
    await notes.restore(note);
    expect([note.deletedAt, note.version]).toEqual([undefined, 3]);
    note.text = 'b';
    await notes.save(note);
    expect(await stored(note.id)).toEqual({ _id: note.id, t: 'b', u: note.updatedAt, v: 4 });
  });

  test('restores the object of a class without a version', async () => {
    const slips = world.repository(Slip);
    const slip = await slips.create({ text: 'a' });
    await slips.delete(slip);
    await slips.restore(slip);
    expect(await world.db.collection('slips').findOne()).toEqual({ _id: slip.id, text: 'a' });
  });

  describe('is refused, and changes nothing', () => {
    const refusal = async (note: Note) => {
      const before = [await stored(note.id), { ...(note as object) }];
      const error = await errorOf(() => notes.restore(note));
      expect([await stored(note.id), { ...(note as object) }]).toEqual(before);
      return error;
    };

    test('for a document that was restored meanwhile', async () => {
      const note = await loadDeleted(await deletedId());
      await notes.restore(await loadDeleted(note.id));
      const error = await refusal(note);
      expect(error).toBeInstanceOf(StaleDocumentError);
      expect([error.conflict, error.outcome]).toEqual(['not-deleted', 'notApplied']);
    });

    test('for one that was restored and deleted again: it has another time and version', async () => {
      const note = await loadDeleted(await deletedId());
      const other = await loadDeleted(note.id);
      await notes.restore(other);
      await notes.delete(other);
      expect((await refusal(note)).conflict).toBe('not-deleted');
    });

    test('for one that is not deleted, without a command', async () => {
      const note = await notes.create({ text: 'a' });
      const sent = await world.commandsOf(async () => {
        expect((await errorOf(() => notes.restore(note))).conflict).toBe('not-deleted');
      });
      expect(sent).toEqual([]);
    });

    test('by a veto: a deleted object stays deleted, and can be restored later', async () => {
      const note = await notes.create({ text: 'a' });
      await notes.delete(note);
      const veto = new Error('veto');
      const receiver = () => {
        throw veto;
      };
      await withReceiver(world.bus, { signal: preSave, sender: Note, receiver }, async () => {
        expect(await refusal(note)).toBe(veto);
      });
      expect((await errorOf(() => notes.save(note))).code).toBe('DOCUMENT_DELETED');
      await notes.restore(note);
      expect(await stored(note.id)).toMatchObject({ t: 'a', v: 3 });
    });

    test('for a deleted object that was changed by others before', async () => {
      const note = await notes.create({ text: 'a' });
      const other = await notes.getById(note.id);
      other.text = 'b';
      await notes.save(other);
      await notes.delete(note);
      expect((await refusal(note)).conflict).toBe('not-deleted');
    });

    test('for one that was removed for good', async () => {
      const note = await notes.create({ text: 'a' });
      await notes.delete(note, { permanent: true });
      expect((await errorOf(() => notes.restore(note))).code).toBe('DOCUMENT_DELETED');
    });

    test('for a new one, and for a class without @DeletedAt()', async () => {
      expect((await errorOf(() => notes.restore(notes.build()))).code).toBe('DOCUMENT_NOT_STORED');
      const people = world.repository(Person);
      const person = await people.create({ name: 'Ada' });
      for (const call of [() => people.restore(person), () => people.restoreMany({ name: 'Ada' })])
        expect(await errorOf(call)).toBeInstanceOf(FieldRoleMissingError);
    });
  });

  test.runIf(capabilities.transactions)(
    'is taken back by a rollback, in memory too (needs transactions)',
    async () => {
      const note = await notes.create({ text: 'a' });
      await notes.delete(note);
      const problem = new Error('no');
      const error = await errorOf(() =>
        world.app.get(Transactions).run(async () => {
          await notes.restore(note);
          throw problem;
        }),
      );
      expect(error).toBe(problem);
      expect((await errorOf(() => notes.save(note))).code).toBe('DOCUMENT_DELETED');
      expect(await stored(note.id)).toMatchObject({ v: 2, d: note.deletedAt });
      await notes.restore(note);
      expect(await stored(note.id)).toEqual({ _id: note.id, t: 'a', u: note.updatedAt, v: 3 });
    },
  );

  describe('restoreMany', () => {
    test('restores the deleted documents that match by one command, and returns how many', async () => {
      await deletedId('a');
      await deletedId('a');
      await deletedId('b');
      await notes.create({ text: 'a' });
      let count: unknown;
      const sent = await world.commandsOf(async () => {
        count = await notes.restoreMany({ text: 'a' });
      });
      expect([count, sent.map(({ name }) => name)]).toEqual([2, ['update']]);
      expect(await world.db.collection('notes').countDocuments({ d: { $exists: true } })).toBe(1);
    });

    test('raises versions and sets the times of updates', async () => {
      const id = await deletedId();
      await notes.restoreMany({ id });
      const after = await stored(id);
      expect(after).toEqual({ _id: id, t: 'a', u: expect.any(Date), v: 3 });
      expect(after?.['u'].getTime()).toBeGreaterThan(longAgo.getTime());
    });

    test('does not change documents that are not deleted', async () => {
      const note = await notes.create({ text: 'a' });
      expect(await notes.restoreMany({ text: 'a' })).toBe(0);
      expect(await stored(note.id)).toMatchObject({ v: 1 });
    });

    test('sends the signals of an update, with its change, and postWrite of the kind restore', async () => {
      await deletedId();
      using recorder = new SignalRecorder(world.bus);
      await notes.restoreMany({ text: 'a' });
      expect(recorder.names).toEqual(['Note.preUpdate', 'Note.postUpdate', 'Note.postWrite']);
      const [pre, post, written] = recorder.sent.map(({ payload }) => payload as any);
      expect([pre.origin, pre.many, pre.update.has('deletedAt')]).toEqual(['restoreMany', true, true]);
      expect(post.result).toEqual({ matchedCount: 1, modifiedCount: 1 });
      expect((written as PostWrite<Note>).writes).toMatchObject([{ kind: 'restore', count: 1 }]);
    });

    test('is an error if a receiver takes its change out', async () => {
      const id = await deletedId();
      const receiver = ({ update }: PreUpdate<Note>) => {
        update.remove('deletedAt');
        update.set('text', 'b');
      };
      await withReceiver(world.bus, { signal: preUpdate, sender: Note, receiver }, async () => {
        expect((await errorOf(() => notes.restoreMany({ text: 'a' }))).code).toBe('INVALID_UPDATE');
      });
      expect(await stored(id)).toMatchObject({ t: 'a', v: 2 });
    });

    test('takes the empty filter with allowAll only, and sends no postWrite if nothing was deleted', async () => {
      expect((await errorOf(() => notes.restoreMany({}))).code).toBe('EMPTY_FILTER');
      const seen: unknown[] = [];
      const receiver = () => seen.push(1);
      await withReceiver(world.bus, { signal: postWrite, sender: Note, receiver }, async () => {
        expect(await notes.restoreMany({}, { allowAll: true })).toBe(0);
      });
      expect(seen).toEqual([]);
    });
  });
});
