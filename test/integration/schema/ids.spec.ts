import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf, preInit } from 'nestjs-documents';
import type { Circular, DocumentRepository, PreInit } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'books' })
class Book {
  @Id() isbn!: string;
  @Field() title?: string;
}

/** Its field `id` is a number of its own. */
@Document({ collection: 'tickets' })
class Ticket {
  @Id() _id!: ObjectId;
  @Field() id!: number;
}

@EmbeddedDocument()
class Part {
  @Field() maker?: ObjectId;
  @Field() label?: string;
  @Field(() => [Part]) parts?: Part[];
}

@Document({ collection: 'machines' })
class Machine {
  @Id() id!: ObjectId;
  @Field() owner?: ObjectId;
  @Field(() => [ObjectId]) users?: ObjectId[];
  @Field(() => mapOf(ObjectId)) by?: Map<string, ObjectId>;
  @Field() main?: Part;
  @Field(() => [Part]) parts?: Part[];
  @Field(() => mapOf(Part)) named?: Map<string, Part>;
  @Field() name?: string;
  @Field(() => 'any') notes?: unknown;
}

/** Holds itself, and ids only in itself. */
@EmbeddedDocument()
class Branch {
  @Field() of?: ObjectId;
  @Field(() => Branch) left?: Circular<Branch>;
}

@Document({ collection: 'trees' })
class Tree {
  @Id() name!: string;
  @Field() root?: Branch;
}

let world: IntegrationApp;
const stored = (collection: string, _id: unknown) => world.db.collection<any>(collection).findOne({ _id });
beforeAll(async () => {
  world = await openApp([Book, Ticket, Machine, Tree]);
});
afterAll(() => world.close());

describe('@Id() on a property of any name', () => {
  test('is stored as _id', async () => {
    await world.repository(Book).create({ isbn: '0-19', title: 'Poems' });
    expect(await stored('books', '0-19')).toEqual({ _id: '0-19', title: 'Poems' });
  });

  test('is found, changed, reloaded and deleted by its value', async () => {
    const books = world.repository(Book);
    await books.insertMany([{ isbn: 'b-1', title: 'One' }]);
    const book = await books.getById('b-1');
    expect(book).toEqual({ isbn: 'b-1', title: 'One' });
    await books.save(books.assign(book, { title: 'Two' }));
    expect(await books.findOne({ isbn: 'b-1' })).toEqual(book);
    expect((await books.find({ isbn: 'b-1' }).select('title').getFirst()).title).toBe('Two');
    expect(await books.reload(book)).toBe(book);
    expect(await books.delete(book)).toBe(true);
    expect(await books.findById('b-1')).toBeNull();
  });

  test('cannot change once it is stored', async () => {
    const books = world.repository(Book);
    const book = await books.create({ isbn: 'b-2' });
    book.isbn = 'b-3';
    expect((await errorOf(() => books.save(book))).issues).toMatchObject([
      { path: 'isbn', code: 'immutable' },
    ]);
  });

  test('must be given where the library makes none', async () => {
    const error = await errorOf(() => world.repository(Book).create({ title: 'None' }));
    expect(error.issues).toMatchObject([{ path: 'isbn', code: 'required' }]);
  });
});

describe('@Id() _id beside a field called id', () => {
  test('keeps the two apart', async () => {
    const tickets = world.repository(Ticket);
    const ticket = await tickets.create({ id: 7 });
    expect(ticket._id).toBeInstanceOf(ObjectId);
    expect(await stored('tickets', ticket._id)).toEqual({ _id: ticket._id, id: 7 });
    expect(await tickets.getById(ticket._id)).toEqual(ticket);
    expect(await tickets.findOne({ id: 7 })).toEqual(ticket);
    ticket.id = 8;
    await tickets.save(ticket);
    expect(await tickets.findOne({ id: 8 })).toEqual(ticket);
    expect(await tickets.exists({ id: 7 })).toBe(false);
  });
});

describe('Text of 24 hexadecimal digits', () => {
  const hex = '64b000000000000000000001';
  const id = new ObjectId(hex);
  const given = {
    ...{
      owner: hex,
      users: [hex, id],
      by: new Map([['a', hex.toUpperCase()]]),
      name: hex,
      notes: { of: hex },
    },
    main: { maker: hex, label: hex, parts: [{ maker: hex }] },
    parts: [{ maker: hex }, Object.assign(new Part(), { label: 'x' })],
    named: new Map([['a', { maker: hex }]]),
  };
  const expected = {
    ...{ owner: id, users: [id, id], by: { a: id }, name: hex, notes: { of: hex } },
    main: { maker: id, label: hex, parts: [{ maker: id }] },
    parts: [{ maker: id }, { label: 'x' }],
    named: { a: { maker: id } },
  };
  let machines: DocumentRepository<Machine>;
  beforeAll(() => {
    machines = world.repository(Machine);
  });

  const ways: [string, () => Promise<Machine>][] = [
    ['build', async () => machines.save(machines.build(given))],
    ['create', async () => machines.create(given)],
    ['insertMany', async () => (await machines.insertMany([given]))[0]!],
    ['assign', async () => machines.save(machines.assign(new Machine(), given))],
    [
      'build that is listened to',
      () => withReceiver(world.bus, { signal: preInit, receiver: () => {} }, () => machines.create(given)),
    ],
  ];

  test.each(ways)('becomes an id where one is declared, by %s', async (_, store) => {
    const machine = await store();
    expect(await stored('machines', machine.id)).toEqual({ _id: machine.id, ...expected });
    expect(machine.main).toBeInstanceOf(Part);
    expect(machine.main?.parts?.[0]).toBeInstanceOf(Part);
  });

  test('may be the id itself', async () => {
    expect((await machines.create({ id: '64b0000000000000000000aa' })).id).toEqual(
      new ObjectId('64b0000000000000000000aa'),
    );
  });

  test('leaves what the caller has given as it was', () => {
    const values = { owner: hex, users: [hex], main: { maker: hex } };
    machines.build(values);
    expect(values).toEqual({ owner: hex, users: [hex], main: { maker: hex } });
  });

  test('is an id already when receivers of preInit see the values', async () => {
    const owners: unknown[] = [];
    const receiver = ({ values }: PreInit<Machine>) => owners.push(values.owner);
    await withReceiver(world.bus, { signal: preInit, sender: Machine, receiver }, () =>
      machines.build({ owner: hex }),
    );
    expect(owners).toEqual([id]);
  });

  test('is looked for in classes that hold themselves', async () => {
    await world.repository(Tree).create({ name: 'oak', root: { left: { left: { of: hex } } } });
    expect(await stored('trees', 'oak')).toEqual({ _id: 'oak', root: { left: { left: { of: id } } } });
  });

  test.each(['64b00000000000000000000', `${hex}0`, 'not an id at all, by far'])(
    'is needed: %j stays, and is refused by the save',
    async (owner) => {
      expect(machines.build({ owner }).owner).toBe(owner);
      expect((await errorOf(() => machines.create({ owner }))).issues).toMatchObject([
        { path: 'owner', code: 'type' },
      ]);
    },
  );
});
