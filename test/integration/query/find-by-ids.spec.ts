import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import type { DocumentRepository } from 'nestjs-documents';
import { postLoad } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Room } from '../../support/world/integration-people.js';
import { Cat, Note, Pet } from './world.js';

describe('DocumentRepository.findByIds', () => {
  let world: IntegrationApp;
  let pets: DocumentRepository<Pet>;
  const ids = Array.from({ length: 5 }, () => new ObjectId());
  const namesOf = ({ documents }: { documents: readonly Pet[] }) => documents.map(({ name }) => name);

  beforeAll(async () => {
    world = await openApp([Pet, Cat, Note, Room]);
    pets = world.repository(Pet);
    await world.db
      .collection('pets')
      .insertMany(ids.slice(0, 4).map((_id, index) => ({ _id, name: `p${index}` })));
  });
  afterAll(() => world.close());

  test('gives the documents in the order of the ids, and the ids that no document has', async () => {
    const found = await pets.findByIds([ids[2]!, ids[4]!, ids[0]!]);
    expect([namesOf(found), found.missing]).toEqual([['p2', 'p0'], [ids[4]]]);
    expect(await pets.save(Object.assign(found.documents[0]!, { name: 'p2' }))).toBeInstanceOf(Pet);
  });

  test('takes text of 24 hexadecimal digits, and gives missing ids as they were given', async () => {
    const missing = ids[4]!.toHexString();
    const found = await pets.findByIds([ids[3]!.toHexString(), missing, ids[1]!]);
    expect([namesOf(found), found.missing]).toEqual([['p3', 'p1'], [missing]]);
  });

  test('gives each document and each missing id once', async () => {
    const hex = ids[1]!.toHexString();
    const found = await pets.findByIds([ids[1]!, hex, ids[4]!, ids[0]!, ids[4]!.toHexString(), ids[1]!]);
    expect([namesOf(found), found.missing]).toEqual([['p1', 'p0'], [ids[4]]]);
  });

  test('takes ids of other kinds', async () => {
    await world.db.collection<{ _id: string }>('rooms').insertMany([{ _id: 'a' }, { _id: 'b' }]);
    const { documents, missing } = await world.repository(Room).findByIds(['b', 'c', 'a']);
    expect([documents.map(({ id }) => id), missing]).toEqual([['b', 'a'], ['c']]);
  });

  test('sends one command for up to 1,000 ids, and none for none', async () => {
    const many = [...ids, ...Array.from({ length: 996 }, () => new ObjectId())];
    const commands = async (asked: readonly ObjectId[]) =>
      (await world.commandsOf(() => pets.findByIds(asked))).map(({ name }) => name);
    expect(await commands(many.slice(0, 1000))).toEqual(['find']);
    expect(await commands(many)).toEqual(['find', 'find']);
    expect(await commands([])).toEqual([]);
    expect((await pets.findByIds(many)).missing).toHaveLength(997);
    expect(await pets.findByIds([])).toEqual({ documents: [], missing: [] });
  });

  test('does not find deleted documents, and those of other classes', async () => {
    const notes = world.repository(Note);
    const note = await notes.create({ text: 'x' });
    await notes.delete(note);
    expect(await notes.findByIds([note.id])).toEqual({ documents: [], missing: [note.id] });
    expect(await world.repository(Cat).findByIds([ids[0]!])).toEqual({ documents: [], missing: [ids[0]] });
  });

  test('tells of the documents together', async () => {
    const heard: number[] = [];
    const receiver = ({ documents }: { documents: readonly Pet[] }) => void heard.push(documents.length);
    await withReceiver(world.bus, { signal: postLoad, sender: Pet, receiver }, () => pets.findByIds(ids));
    expect(heard).toEqual([4]);
  });

  test.each([[undefined], [null], ['x'], [{}], [[null]], [[undefined]], [['x']], [[{ $gt: '' }]]])(
    'refuses %j before anything is sent',
    async (given) => {
      const find = () => pets.findByIds(given as never);
      expect((await errorOf(find))?.code).toMatch(/INVALID_FILTER|OPERATOR_NOT_ALLOWED/);
      expect(await world.commandsOf(find)).toEqual([]);
    },
  );
});

describe('DocumentRepository.estimatedCount', () => {
  let world: IntegrationApp;

  beforeAll(async () => {
    world = await openApp([Pet, Cat, Note]);
    await world.repository(Pet).insertMany([{ name: 'a' }, { name: 'b' }]);
    await world.repository(Cat).create({ name: 'c' });
  });
  afterAll(() => world.close());

  test('reads the size of the collection', async () => {
    expect(await world.repository(Pet).estimatedCount()).toBe(3);
    const [command] = await world.commandsOf(() => world.repository(Pet).estimatedCount());
    expect([command?.name, command?.command['query']]).toEqual(['count', undefined]);
  });

  test.each([
    ['a subclass', Cat],
    ['a class that keeps deleted documents', Note],
  ])('is refused for %s, and sends nothing', async (_, documentClass) => {
    const count = () => world.repository<object>(documentClass).estimatedCount();
    expect(await errorOf(count)).toMatchObject({ code: 'INVALID_QUERY' });
    expect(await world.commandsOf(count)).toEqual([]);
  });
});
