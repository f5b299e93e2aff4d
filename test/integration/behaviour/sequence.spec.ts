import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id, preBulkInsert, preSave, Sequence, SequenceError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { capabilities, serverName } from '../../support/server.js';

@Document({ collection: 'invoices' })
class Invoice {
  @Id() id!: ObjectId;
  @Field() customer?: string;
  @Sequence({ key: 'no' }) number!: number;
}
@Document()
class Reminder extends Invoice {
  @Sequence({ name: 'reminders', start: 1000 }) reminder!: bigint;
}

/** Shares a counter with the reminders. */
@Document({ collection: 'complaints' })
class Complaint {
  @Id() id!: ObjectId;
  @Sequence({ name: 'reminders', start: 1000 }) number!: number;
}

const firstOfAll =
  'gives no number twice to the first 20 of all that are saved at the same time (needs a server that answers each upsert of one ' +
  'document at the same time with that document: SecantusDB 0.7 answers some with null)';
const withWholeReplies = serverName.startsWith('SecantusDB') ? test.skip : test;
const withTransactions = capabilities.transactions ? test : test.skip;

describe('@Sequence()', () => {
  let world: IntegrationApp;
  let invoices: DocumentRepository<Invoice>;
  const counters = async () =>
    Object.fromEntries(
      (await world.db.collection('sequences').find().toArray()).map(({ _id, count }) => [_id, count]),
    );
  const newInvoice = async (values: Partial<Invoice> = {}) => invoices.create(values);

  beforeAll(async () => {
    world = await openApp([Invoice, Reminder, Complaint]);
    invoices = world.repository(Invoice);
  });
  beforeEach(async () => {
    for (const name of ['invoices', 'complaints', 'sequences'])
      await world.db.collection(name).deleteMany({});
  });
  afterAll(() => world.close());

  test('numbers new documents from 1', async () => {
    const numbers = [await newInvoice(), await newInvoice(), await newInvoice()].map(({ number }) => number);
    expect(numbers).toEqual([1, 2, 3]);
    expect((await world.db.collection('invoices').distinct('no')).sort()).toEqual([1, 2, 3]);
    expect(await counters()).toEqual({ 'Invoice.number': 3 });
  });

  test('takes a number with one command, before receivers of users', async () => {
    const seen: unknown[] = [];
    const receiver = ({ document }: { document: Invoice }) => seen.push(document.number);
    const sent = await world.commandsOf(() =>
      withReceiver(world.bus, { signal: preSave, sender: Invoice, receiver }, () => newInvoice()),
    );
    expect(sent.map(({ name }) => name)).toEqual(['findAndModify', 'insert']);
    expect(seen).toEqual([1]);
  });

  test('keeps a number that the document has, and takes none for it', async () => {
    expect((await newInvoice({ number: 77 })).number).toBe(77);
    expect(await counters()).toEqual({});
  });

  test('takes none when a document is saved again', async () => {
    const invoice = await newInvoice();
    const sent = await world.commandsOf(() => invoices.save(Object.assign(invoice, { customer: 'Ada' })));
    expect(sent.map(({ name }) => name)).toEqual(['update']);
    expect(invoice.number).toBe(1);
  });

  test('gives no number twice to 20 that are saved at the same time', async () => {
    await newInvoice();
    const invoicesOf20 = await Promise.all(Array.from({ length: 20 }, () => newInvoice()));
    expect(invoicesOf20.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 2),
    );
  });

  withWholeReplies(firstOfAll, async () => {
    const numbers = (await Promise.all(Array.from({ length: 20 }, () => newInvoice()))).map(
      ({ number }) => number,
    );
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test('throws SequenceError where the counter is no number any more, and writes nothing', async () => {
    await world.db.collection('sequences').insertOne({ _id: 'Invoice.number' as never, count: Infinity });
    const error = await errorOf(() => newInvoice());
    expect(error).toBeInstanceOf(SequenceError);
    expect(error).toMatchObject({
      documentName: 'Invoice',
      counter: 'Invoice.number',
      outcome: 'notApplied',
    });
    expect(await world.db.collection('invoices').countDocuments()).toBe(0);
  });

  test('numbers the documents of a bulk insert in order, with one block', async () => {
    const list = [1, 2, 3].map(() => invoices.build());
    list[1]!.number = 50;
    const sent = await world.commandsOf(() => invoices.insertMany(list));
    expect(sent.map(({ name }) => name)).toEqual(['findAndModify', 'insert']);
    expect(list.map(({ number }) => number)).toEqual([1, 50, 2]);
    expect((await newInvoice()).number).toBe(3);
  });

  test('numbers documents that a receiver adds to a bulk insert', async () => {
    const added = new Invoice();
    const receiver = ({ documents }: { documents: Invoice[] }) => documents.unshift(added);
    await withReceiver(world.bus, { signal: preBulkInsert, sender: Invoice, receiver }, async () =>
      invoices.insertMany([invoices.build()]),
    );
    expect(added.number).toBe(2);
  });

  test('counts the documents of a collection together, whatever their class', async () => {
    const reminder = new Reminder();
    await newInvoice();
    await invoices.save(reminder);
    expect(reminder).toMatchObject({ number: 2, reminder: 1000n });
    expect(await counters()).toEqual({ 'Invoice.number': 2, reminders: 1 });
  });

  test('counts fields together that name one counter', async () => {
    const [reminder, complaint] = [new Reminder(), new Complaint()];
    await world.repository(Reminder).save(reminder);
    await world.repository(Complaint).save(complaint);
    expect([reminder.reminder, complaint.number]).toEqual([1000n, 1001]);
  });

  test('leaves a gap when a document is not inserted, and takes the number back in memory', async () => {
    const invoice = invoices.build({ customer: 5 as never });
    expect((await errorOf(() => invoices.save(invoice))).code).toBe('VALIDATION_FAILED');
    expect(invoice.number).toBeUndefined();
    expect((await newInvoice()).number).toBe(2);
  });

  withTransactions(
    'counts outside of the session of the caller: an abort leaves a gap and blocks nobody (needs transactions)',
    async () => {
      await using session = world.connection.client.startSession();
      session.startTransaction();
      const first = await invoices.create({}, { session });
      const second = await newInvoice();
      await session.abortTransaction();
      expect([first.number, second.number]).toEqual([1, 2]);
      expect(await world.db.collection('invoices').distinct('no')).toEqual([2]);
      expect((await newInvoice()).number).toBe(3);
    },
  );

  test('has a receiver with a telling name', () => {
    expect(world.bus.receiversOf(preSave, Invoice).map(({ name }) => name)).toEqual(['sequence of Invoice']);
  });
});
