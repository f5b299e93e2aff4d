import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  CreatedBy,
  DeletedAt,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  postSave,
  preBulkInsert,
  preDelete,
  preSave,
  Transactions,
  UpdatedBy,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { muteSignals, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { capabilities } from '../../support/server.js';

const withTransactions = capabilities.transactions ? test : test.skip;

@Document({ collection: 'notes' })
class Note {
  @Id() id!: ObjectId;
  @Field({ required: true }) text!: string;
  @CreatedBy((context) => context['user']) createdBy?: ObjectId;
  @UpdatedBy((context) => context['user'], { key: 'u' }) updatedBy?: ObjectId;
  @DeletedAt({ key: 'd' }) deletedAt?: Date;
  @Version({ key: 'v' }) version!: number;
}

@EmbeddedDocument()
class Author {
  @Field({ key: 'n' }) name!: string;
}
/** Has users of other kinds, and null without a user. */
@Document({ collection: 'marks' })
class Mark {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @CreatedBy((context) => context['author']) createdBy?: Author;
  @UpdatedBy((context) => context['number'] ?? null, { type: () => Number }) updatedBy?: number | null;
}
/** Only its subclass knows users. */
@Document({ collection: 'papers' })
class Paper {
  @Id() id!: ObjectId;
}
@Document()
class Letter extends Paper {
  @CreatedBy((context) => context['name']) createdBy?: string;
}

const ada = new ObjectId('aaaaaaaaaaaaaaaaaaaaaaaa');
const bob = new ObjectId('bbbbbbbbbbbbbbbbbbbbbbbb');
const byAda = { context: { user: ada } };
const byBob = { context: { user: bob } };

describe('@CreatedBy() and @UpdatedBy()', () => {
  let world: IntegrationApp;
  let notes: DocumentRepository<Note>;
  let current: Readonly<Record<string, unknown>> | undefined;
  const stored = ({ id }: { readonly id: ObjectId }, collection = 'notes') =>
    world.db.collection(collection).findOne({ _id: id });

  beforeAll(async () => {
    world = await openApp([Note, Mark, Paper, Letter], [], { context: () => current });
    notes = world.repository(Note);
    await world.db.createCollection('notes');
  });
  beforeEach(() => void (current = undefined));
  afterAll(() => world.close());

  describe('when a document is inserted', () => {
    test('are the user of the context that the call gives', async () => {
      const note = await notes.create({ text: 'a' }, byAda);
      expect(await stored(note)).toEqual({ _id: note.id, text: 'a', createdBy: ada, u: ada, v: 1 });
      expect(note).toMatchObject({ createdBy: ada, updatedBy: ada });
    });

    test('are the user of the context that forRoot finds', async () => {
      current = { user: bob };
      const note = await notes.create({ text: 'a' });
      expect(await stored(note)).toMatchObject({ createdBy: bob, u: bob });
    });

    test('are converted from text, as values of requests are', async () => {
      const note = await notes.create({ text: 'a' }, { context: { user: ada.toHexString() } });
      expect(await stored(note)).toMatchObject({ createdBy: ada, u: ada });
    });

    test('stay absent without a user', async () => {
      const note = await notes.create({ text: 'a' });
      expect(await stored(note)).toEqual({ _id: note.id, text: 'a', v: 1 });
    });

    test('are null where the function returns null', async () => {
      const mark = await world.repository(Mark).create({});
      expect(await stored(mark, 'marks')).toEqual({ _id: mark.id, updatedBy: null });
    });

    test('may be of any kind that the field declares', async () => {
      const context = { author: { name: 'Ada' }, number: 7 };
      const mark = await world.repository(Mark).create({}, { context });
      expect(mark.createdBy).toBeInstanceOf(Author);
      expect(await stored(mark, 'marks')).toEqual({ _id: mark.id, createdBy: { n: 'Ada' }, updatedBy: 7 });
    });

    test('keep a creator that the document has, and replace its last writer', async () => {
      const note = await notes.create({ text: 'a', createdBy: bob, updatedBy: bob }, byAda);
      expect(await stored(note)).toMatchObject({ createdBy: bob, u: ada });
    });

    test('are seen by receivers of preSave', async () => {
      const seen: unknown[] = [];
      const receiver = ({ document }: { document: Note }) =>
        seen.push(document.createdBy, document.updatedBy);
      await withReceiver(world.bus, { signal: preSave, sender: Note, receiver }, () =>
        notes.create({ text: 'a' }, byAda),
      );
      expect(seen).toEqual([ada, ada]);
    });

    test('are issues of the document if they do not fit, and undefined again', async () => {
      const note = notes.build({});
      const error = await errorOf(() => notes.save(note, { context: { user: 'Ada' } }));
      expect(error.code).toBe('VALIDATION_FAILED');
      expect(error.issues).toMatchObject([
        { path: 'text', code: 'required' },
        { path: 'createdBy', code: 'type' },
        { path: 'updatedBy', code: 'type' },
      ]);
      expect(error.message).not.toContain('Ada');
      expect([note.createdBy, note.updatedBy]).toEqual([undefined, undefined]);
    });
  });

  describe('when a document is saved', () => {
    test('are the creator as it was, and the user of the save', async () => {
      const note = await notes.getById((await notes.create({ text: 'a' }, byAda)).id);
      await notes.save(Object.assign(note, { text: 'b' }), byBob);
      expect(await stored(note)).toEqual({ _id: note.id, text: 'b', createdBy: ada, u: bob, v: 2 });
      expect(note.updatedBy).toEqual(bob);
    });

    test('stand in the change set', async () => {
      const note = await notes.create({ text: 'a' }, byAda);
      const told: unknown[] = [];
      const receiver = ({ changes }: { changes: { paths: readonly string[] } }) =>
        told.push(...changes.paths);
      await withReceiver(world.bus, { signal: postSave, sender: Note, receiver }, () =>
        notes.save(Object.assign(note, { text: 'b' }), byBob),
      );
      expect(told).toEqual(['text', 'updatedBy', 'version']);
    });

    test('stay without a user', async () => {
      const note = await notes.create({ text: 'a' }, byAda);
      await notes.save(Object.assign(note, { text: 'b' }));
      expect(await stored(note)).toMatchObject({ text: 'b', u: ada });
    });

    test('stay, and nothing is sent, if nothing has changed', async () => {
      const note = await notes.create({ text: 'a' }, byAda);
      expect(await world.commandsOf(() => notes.save(note, byBob))).toEqual([]);
      expect(note.updatedBy).toEqual(ada);
    });

    test('refuse another creator, and replace another last writer', async () => {
      const note = await notes.create({ text: 'a' }, byAda);
      const error = await errorOf(() => notes.save(Object.assign(note, { createdBy: bob })));
      expect(error.issues).toMatchObject([{ path: 'createdBy', code: 'immutable' }]);
      await notes.save(Object.assign(note, { createdBy: ada, updatedBy: new ObjectId() }), byBob);
      expect(await stored(note)).toMatchObject({ createdBy: ada, u: bob });
    });

    test('are given to a document of which only other fields were loaded', async () => {
      const { id } = await notes.create({ text: 'a' }, byAda);
      const [note] = await notes.find({ id }).select('text').toArray();
      await notes.save(Object.assign(note!, { text: 'b' }), byBob);
      expect(await stored({ id })).toEqual({ _id: id, text: 'b', createdBy: ada, u: bob, v: 2 });
    });

    test('are refused if they do not fit, and as before', async () => {
      const note = await notes.create({ text: 'a' }, byAda);
      let error: any;
      const sent = await world.commandsOf(async () => {
        const context = { user: { $ne: 1 } };
        error = await errorOf(() => notes.save(Object.assign(note, { text: 'b' }), { context }));
      });
      expect(error.code).toBe('VALIDATION_FAILED');
      expect(error.issues).toMatchObject([{ path: 'updatedBy', code: 'type' }]);
      expect(sent).toEqual([]);
      expect(note.updatedBy).toEqual(ada);
    });
  });

  describe('when documents are inserted in bulk', () => {
    test('are the user for each, also for those that a receiver adds', async () => {
      const added = Object.assign(new Note(), { text: 'added' });
      const receiver = ({ documents }: { documents: Note[] }) => documents.push(added);
      const list = await withReceiver(world.bus, { signal: preBulkInsert, sender: Note, receiver }, () =>
        notes.insertMany([{ text: 'a' }, { text: 'b', createdBy: bob }], byAda),
      );
      const users = await Promise.all(list.map(async (note) => (await stored(note))?.['createdBy']));
      expect(users).toEqual([ada, bob, ada]);
    });

    test('are given to documents of the class that has them, also by the repository of its base class', async () => {
      const [letter, paper] = [new Letter(), new Paper()];
      await world.repository(Paper).insertMany([letter, paper], { context: { name: 'Ada' } });
      expect(await stored(letter, 'papers')).toEqual({ _id: letter.id, _type: 'Letter', createdBy: 'Ada' });
      expect(await stored(paper, 'papers')).toEqual({ _id: paper.id });
    });
  });

  describe('when a document is deleted softly', () => {
    test('is updated by who deleted it, stored and in memory', async () => {
      const note = await notes.create({ text: 'a' }, byAda);
      await notes.delete(note, byBob);
      expect(await stored(note)).toMatchObject({ createdBy: ada, u: bob, d: expect.any(Date), v: 2 });
      expect(note.updatedBy).toEqual(bob);
    });

    test('is so by deletes of many, and stays without a user', async () => {
      const [first, second] = await notes.insertMany([{ text: 'c1' }, { text: 'c2' }], byAda);
      current = { user: bob };
      await notes.deleteMany({ text: 'c1' });
      current = undefined;
      await notes.deleteMany({ text: 'c2' });
      expect([(await stored(first!))?.['u'], (await stored(second!))?.['u']]).toEqual([bob, ada]);
    });

    test('is so where a receiver keeps a document with other values', async () => {
      const mark = await world.repository(Mark).create({});
      const receiver = ({ instead }: { instead(values: object): void }): void => {
        instead({ text: 'gone' });
      };
      await withReceiver(world.bus, { signal: preDelete, sender: Mark, receiver }, () =>
        world.repository(Mark).delete(mark, { context: { number: 3 } }),
      );
      expect(await stored(mark, 'marks')).toEqual({ _id: mark.id, text: 'gone', updatedBy: 3 });
    });
  });

  test('are refused by assign if they change a stored document, but not as they are stored', async () => {
    const note = await notes.create({ text: 'a' }, byAda);
    const error = await errorOf(() => notes.assign(note, { createdBy: bob, updatedBy: bob }));
    expect(error.issues).toMatchObject([
      { path: 'createdBy', code: 'immutable' },
      { path: 'updatedBy', code: 'immutable' },
    ]);
    expect(notes.assign(note, { createdBy: ada.toHexString(), updatedBy: ada }).updatedBy).toEqual(ada);
  });

  test('pass on what their function throws, and nothing is sent', async () => {
    const thrown = new Error('no user');
    current = {
      get user(): never {
        throw thrown;
      },
    };
    Object.freeze(current);
    let error: unknown;
    const sent = await world.commandsOf(async () => {
      error = await errorOf(() => notes.create({ text: 'a' }));
    });
    expect(error).toBe(thrown);
    expect(sent).toEqual([]);
  });

  test('are muted as other receivers are', async () => {
    const note = await muteSignals(world.bus, () => notes.create({ text: 'a' }, byAda));
    expect(await stored(note)).toEqual({ _id: note.id, text: 'a' });
  });

  withTransactions('are the same in a transaction, and restored by its rollback', async () => {
    const transactions = world.app.get(Transactions);
    const note = await notes.create({ text: 'a' }, byAda);
    await transactions.run(() => notes.save(Object.assign(note, { text: 'b' }), byBob));
    expect(await stored(note)).toMatchObject({ text: 'b', u: bob });
    const failed = transactions.run(async () => {
      await notes.save(Object.assign(note, { text: 'c' }), byAda);
      throw new Error('back');
    });
    await expect(failed).rejects.toThrow('back');
    expect(await stored(note)).toMatchObject({ text: 'b', u: bob });
    expect(note).toMatchObject({ updatedBy: bob, version: 2 });
  });
});
