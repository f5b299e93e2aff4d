import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { DecodeError, Document, EmbeddedDocument, Field, Id } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument({ strict: true })
class Seat {
  @Field() row?: number;
}

@Document({ collection: 'tickets', strict: true })
class Ticket {
  @Id() id!: ObjectId;
  @Field({ key: 'h' }) hall?: string;
  @Field(() => [Seat]) seats?: Seat[];
}

@Document()
class Voucher extends Ticket {
  @Field() worth?: number;
}

describe('A class with { strict: true }', () => {
  let world: IntegrationApp;
  let tickets: DocumentRepository<Ticket>;
  const _id = new ObjectId();
  const store = (values: object) => world.db.collection('tickets').insertOne({ _id, ...values });

  beforeAll(async () => {
    world = await openApp([Ticket, Voucher]);
    tickets = world.repository(Ticket);
  });
  afterAll(() => world.close());
  beforeEach(() => world.db.collection('tickets').deleteMany({}));

  test('loads documents with keys of its fields only, and saves them', async () => {
    await store({ h: 'A', seats: [{ row: 1 }] });
    const ticket = await tickets.getById(_id);
    ticket.seats![0]!.row = 2;
    await tickets.save(ticket);
    expect(await world.db.collection('tickets').findOne({ _id })).toEqual({
      _id,
      h: 'A',
      seats: [{ row: 2 }],
    });
  });

  test('loads documents that name a class that extends it', async () => {
    await store({ _type: 'Voucher', worth: 5 });
    expect(await tickets.getById(_id)).toBeInstanceOf(Voucher);
  });

  test.each<[string, object, string]>([
    ['in the document', { h: 'A', legacy: 1 }, 'legacy'],
    ['by the name of a field that has another key', { hall: 'A' }, 'hall'],
    ['of a class that extends it', { worth: 5 }, 'worth'],
    ['in an embedded document', { seats: [{ row: 1 }, { row: 2, color: 'red' }] }, 'seats.1.color'],
    ['that does not look like a name', { 'ada@example.org': 1 }, '(15 characters)'],
  ])('refuses a document with a key %s, by each way to load it', async (_, values, path) => {
    await store(values);
    for (const load of [
      () => tickets.getById(_id),
      () => tickets.findOne({}),
      () => tickets.find({}).toArray(),
      () => tickets.find({}).readOnly().first(),
      async () => {
        for await (const each of tickets.find({})) return each;
        return undefined;
      },
    ]) {
      const error = await errorOf(load);
      expect(error).toBeInstanceOf(DecodeError);
      expect(error).toMatchObject({ path, documentId: _id, expected: 'absent, since the class is strict' });
    }
  });

  test('does not show a key that may be a value', async () => {
    await store({ 'ada@example.org': 1 });
    expect((await errorOf(() => tickets.getById(_id))).message).not.toContain('ada');
  });

  test('loads what is selected of a document with other keys', async () => {
    await store({ h: 'A', legacy: 1 });
    expect((await tickets.find({}).select('hall').first())?.hall).toBe('A');
  });
});
