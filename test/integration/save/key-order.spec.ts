import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BSON, ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf, Undeclared } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Cell {
  @Field(() => mapOf(Number)) inner = new Map<string, number>();
  @Undeclared() rest = new Map<string, unknown>();
}

@Document({ collection: 'boards' })
class Board {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field(() => mapOf(Number)) scores = new Map<string, number>();
  @Field(() => [Cell]) cells: Cell[] = [];
  @Field(() => 'any') any?: unknown;
  @Undeclared() rest = new Map<string, unknown>();
}

const order = ['2024', 'b', '2023', '10', 'a', '9'];
const inOrder = (): Map<string, number> => new Map(order.map((key, index) => [key, index]));

/** The keys of what stands in a stored document, as its bytes have them. */
function keysIn(bytes: Uint8Array, ...path: readonly string[]): string[] {
  let elements = BSON.onDemand.parseToElements(bytes);
  let document = bytes;
  const nameOf = ([, start, length]: readonly number[]): string =>
    Buffer.from(document.subarray(start, (start as number) + (length as number))).toString();
  for (const key of path) {
    const found = [...elements].find((element) => nameOf(element) === key);
    if (!found) return [];
    document = document.subarray(found[3], found[3] + found[4]);
    elements = BSON.onDemand.parseToElements(document);
  }
  return [...elements].map(nameOf);
}

describe('Keys that look like numbers keep their place', () => {
  let world: IntegrationApp;
  let boards: DocumentRepository<Board>;
  const bytesOf = async (id: ObjectId): Promise<Uint8Array> =>
    (await world.db.collection('boards').findOne({ _id: id }, { raw: true })) as unknown as Uint8Array;
  const cell = (): Cell => Object.assign(new Cell(), { inner: inOrder(), rest: inOrder() });
  const full = () => ({ scores: inOrder(), cells: [cell()], rest: inOrder() });

  beforeAll(async () => {
    world = await openApp([Board]);
    boards = world.repository(Board);
  });
  afterAll(() => world.close());

  test.each<[string, (board: Board) => Promise<unknown>]>([
    ['save', (board) => boards.save(board)],
    ['insertMany', (board) => boards.insertMany([board])],
  ])('when %s stores a new document, also when it is loaded again', async (_, insert) => {
    const board = boards.build(full());
    await insert(board);
    const bytes = await bytesOf(board.id);
    expect(keysIn(bytes, 'scores')).toEqual(order);
    expect(keysIn(bytes, 'cells', '0', 'inner')).toEqual(order);
    expect(keysIn(bytes, 'cells', '0')).toEqual(['inner', ...order]);
    expect(keysIn(bytes)).toEqual(['_id', 'scores', 'cells', ...order]);
    const loaded = await boards.getById(board.id);
    expect([...loaded.scores.keys()]).toEqual(order);
    expect([...loaded.rest.keys()]).toEqual(order);
    expect([...(loaded.cells[0] as Cell).inner.keys()]).toEqual(order);
    expect([...(loaded.cells[0] as Cell).rest.keys()]).toEqual(order);
    expect(boards.changes(loaded).paths).toEqual([]);
  });

  test('when a document is loaded step by step, since somebody listens', async () => {
    const { id } = await boards.create(full());
    using recorder = new SignalRecorder(world.bus);
    const loaded = await boards.getById(id);
    expect(recorder.names).toContain('Board.postInit');
    expect([...loaded.scores.keys()]).toEqual(order);
    expect([...loaded.rest.keys()]).toEqual(order);
    expect([...(loaded.cells[0] as Cell).rest.keys()]).toEqual(order);
    expect(boards.changes(loaded).paths).toEqual([]);
  });

  test('when a map is written whole, and when entries are added, one after the other', async () => {
    const { id } = await boards.create({ scores: new Map([['x', 1]]) });
    const board = await boards.getById(id);
    board.scores = inOrder();
    await boards.save(board);
    board.scores.set('with.dot', 1);
    await boards.save(board);
    board.scores.set('7', 1);
    await boards.save(board);
    expect(keysIn(await bytesOf(id), 'scores')).toEqual([...order, 'with.dot', '7']);
    await boards.reload(board);
    expect([...board.scores.keys()]).toEqual([...order, 'with.dot', '7']);
  });

  test('when elements are added to the list that holds the map', async () => {
    const { id } = await boards.create(full());
    const board = await boards.getById(id);
    board.cells.push(cell());
    (board.cells[0] as Cell).inner.set('b', 9);
    await boards.save(board);
    const bytes = await bytesOf(id);
    expect(keysIn(bytes, 'cells', '0', 'inner')).toEqual(order);
    expect(keysIn(bytes, 'cells', '1')).toEqual(['inner', ...order]);
  });

  test('when others have stored them in an untyped object, and something beside them changes', async () => {
    const id = new ObjectId();
    const any = new Map<string, unknown>([['list', [inOrder()]], ...inOrder()]);
    await world.db.collection<{ _id: ObjectId; any: unknown }>('boards').insertOne({ _id: id, any });
    const board = await boards.getById(id);
    expect(boards.changes(board).paths).toEqual([]);
    (board.any as { list: unknown[] }).list.push(1);
    (board.any as Record<string, unknown>)['with.dot'] = 1;
    await boards.save(board);
    const bytes = await bytesOf(id);
    expect(keysIn(bytes, 'any')).toEqual(['list', ...order, 'with.dot']);
    expect(keysIn(bytes, 'any', 'list', '0')).toEqual(order);
  });

  test('in change sets', async () => {
    const board = await boards.create({ scores: new Map([['x', 1]]) });
    for (const [key, value] of inOrder()) board.scores.set(key, value);
    expect(boards.changes(board).paths).toEqual(order.map((key) => `scores.${key}`));
  });
});

describe('Another order', () => {
  let world: IntegrationApp;
  let boards: DocumentRepository<Board>;

  beforeAll(async () => {
    world = await openApp([Board]);
    boards = world.repository(Board);
  });
  afterAll(() => world.close());

  test('of the entries of a map is a change, which writes the map whole', async () => {
    const board = await boards.create({
      scores: new Map([
        ['a', 1],
        ['b', 2],
      ]),
    });
    board.scores = new Map([
      ['b', 2],
      ['a', 1],
    ]);
    expect(boards.changes(board).paths).toEqual(['scores']);
    await boards.save(board);
    expect([...(await boards.getById(board.id)).scores.keys()]).toEqual(['b', 'a']);
  });

  test('of the keys of an untyped object is a change, also in a list', async () => {
    const board = await boards.create({ any: { o: { a: 1, b: 2 }, list: [{ a: 1, b: 2 }] } });
    board.any = { list: [{ b: 2, a: 1 }], o: { b: 2, a: 1 } };
    expect(boards.changes(board).paths).toEqual(['any']);
    board.any = { o: { b: 2, a: 1 }, list: [{ b: 2, a: 1 }] };
    expect(boards.changes(board).paths).toEqual(['any.o', 'any.list.0']);
    await boards.save(board);
    const stored = await world.db.collection('boards').findOne({ _id: board.id });
    expect(JSON.stringify(stored?.['any'])).toBe('{"o":{"b":2,"a":1},"list":[{"b":2,"a":1}]}');
  });

  test('of undeclared keys, and of the fields of embedded documents, is none', async () => {
    const board = await boards.create({
      rest: new Map([
        ['a', 1],
        ['b', 2],
      ]),
    });
    board.rest = new Map([
      ['b', 2],
      ['a', 1],
    ]);
    expect(boards.changes(board).paths).toEqual([]);
  });
});
