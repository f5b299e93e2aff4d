import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { DeletedAt, Document, Field, Id, preDelete, UpdatedAt, Version } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'notes' })
class Note {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @UpdatedAt({ key: 'u' }) updatedAt!: Date;
  @DeletedAt({ key: 'd' }) deletedAt?: Date;
  @Version() version!: number;
}
@Document({ collection: 'marks' })
class Mark {
  @Id() id!: ObjectId;
  @Field() isGone?: boolean;
  @UpdatedAt() updatedAt!: Date;
}

const longAgo = new Date('2020-01-01');

describe('@UpdatedAt()', () => {
  let world: IntegrationApp;
  beforeAll(async () => void (world = await openApp([Note, Mark])));
  afterAll(() => world.close());

  /** A stored document that was updated long ago. */
  async function old<T extends { id: ObjectId }>(
    repository: DocumentRepository<T>,
    collection: string,
    key: string,
  ) {
    const document = await repository.create({});
    await world.db.collection(collection).updateOne({ _id: document.id }, { $set: { [key]: longAgo } });
    return repository.getById(document.id);
  }

  test('is the time of deletion of a document that is kept, stored and in memory, as its version is raised', async () => {
    const notes = world.repository(Note);
    const note = await old(notes, 'notes', 'u');
    await notes.delete(note);
    const stored = await world.db.collection('notes').findOne({ _id: note.id });

    expect(stored).toEqual({ _id: note.id, u: stored?.['d'], d: expect.any(Date), version: 2 });
    expect([note.updatedAt, note.deletedAt]).toEqual([stored?.['u'], stored?.['d']]);
    expect(note.updatedAt).not.toBe(note.deletedAt);
    expect(note.updatedAt.getTime()).toBeGreaterThan(longAgo.getTime());
  });

  test('is raised by deletes of many', async () => {
    const notes = world.repository(Note);
    const note = await old(notes, 'notes', 'u');
    await notes.deleteMany({ id: note.id });
    const stored = await world.db.collection('notes').findOne({ _id: note.id });

    expect(stored?.['u']).toEqual(stored?.['d']);
  });

  test('is raised where a receiver keeps the document with other values, unless it gives the time', async () => {
    const marks = world.repository(Mark);
    const given = new Date('2024-05-05');
    const deleted = async (values: object) => {
      const mark = await old(marks, 'marks', 'updatedAt');
      const receiver = ({ instead }: { instead(values: object): void }): void => {
        instead(values);
      };
      await withReceiver(world.bus, { signal: preDelete, sender: Mark, receiver }, () => marks.delete(mark));
      return (await world.db.collection('marks').findOne({ _id: mark.id }))?.['updatedAt'] as Date;
    };

    expect((await deleted({ isGone: true })).getTime()).toBeGreaterThan(longAgo.getTime());
    expect(await deleted({ isGone: true, updatedAt: given })).toEqual(given);
  });
});
