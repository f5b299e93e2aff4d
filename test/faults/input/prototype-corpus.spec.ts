import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BSON, ObjectId } from 'mongodb';
import { DocumentsError, postInit, preInit } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { corpus } from '../../support/injection/corpus/corpus.js';
import { changed, prototypesOf } from '../../support/injection/prototypes-watch.js';
import { Address, fields, Keyed, Target } from '../../support/injection/target.js';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const keys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'toBSON',
  'toJSON',
  '_bsontype',
  'then',
  '$where',
  '$set',
  '$',
  'constructor.prototype.polluted',
  '__proto__.polluted',
  'a.b',
  '.',
  '',
  '0',
  'length',
];

/** A Map, since that is how the driver stores any key as data. */
const withKey = (key: string, value: unknown, ...others: [string, unknown][]) =>
  new Map([...others, [key, value]]);
const pollution = () => new Map([['polluted', true]]);
const deep = (key: string) => withKey(key, withKey('prototype', pollution()));

/** A document that has the key everywhere: at its root, in embedded documents, maps, lists, and untyped values. */
const hostile = (key: string): Map<string, unknown> =>
  withKey(
    key,
    deep(key),
    ['_id', new ObjectId()],
    ['name', 'Ada'],
    ['notes', withKey(key, deep(key), ['list', [deep(key), [deep(key)]]])],
    ['list', [deep(key), 'x']],
    [
      'address',
      withKey(
        key,
        deep(key),
        ['st', 'Main'],
        ['extra', deep(key)],
        ['next', withKey(key, 1, ['st', 'Side'])],
      ),
    ],
    ['others', [withKey(key, deep(key), ['st', 'Other'])]],
    ['things', withKey(key, deep(key), ['go', deep(key)])],
    ['scores', withKey(key, 5)],
  );

describe('Fault 62: data reaches for prototypes', () => {
  let world: IntegrationApp;
  let targets: DocumentRepository<Target>;
  let before: unknown[];
  const bytesOf = async (id: unknown): Promise<Buffer> => {
    const [raw] = await world.db
      .collection('targets')
      .find({ _id: id as ObjectId }, { raw: true })
      .toArray();
    return Buffer.from(raw as unknown as Uint8Array);
  };
  const store = async (key: string): Promise<ObjectId> => {
    const document = hostile(key);
    await world.db.collection('targets').insertOne(document);
    return document.get('_id') as ObjectId;
  };
  const loads: Record<string, (id: ObjectId) => Promise<Target>> = {
    getById: (id) => targets.getById(id),
    findOne: async (id) => (await targets.findOne({ id })) as Target,
    'find().toArray': async (id) => (await targets.find({ id }).toArray())[0] as Target,
    'find().first': async (id) => (await targets.find({ id }).first()) as Target,
    'for await of find': async (id) => {
      for await (const target of targets.find({ id })) return target;
      throw new Error('nothing was found');
    },
    reload: async (id) => targets.reload(await targets.getById(id)),
  };
  /** Decoded step by step, with receivers that see the values. */
  const heard = <R>(work: () => Promise<R>): Promise<R> =>
    withReceiver(world.bus, { signal: preInit, sender: Target, receiver: () => {} }, () =>
      withReceiver(world.bus, { signal: postInit, sender: Address, receiver: () => {} }, work),
    );
  const expectUntouched = () => {
    expect(changed(before, prototypesOf(Target, Address))).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(([] as unknown as Record<string, unknown>)['polluted']).toBeUndefined();
    expect((() => {}) as unknown as Record<string, unknown>).not.toHaveProperty('polluted');
  };

  beforeAll(async () => {
    world = await openApp([Target, Keyed]);
    targets = world.repository(Target);
    before = prototypesOf(Target, Address);
  });
  afterAll(() => world.close());

  describe.each(keys)('A stored document with the key %j everywhere', (key) => {
    test.each(Object.keys(loads))('is loaded by %s, and no prototype is touched', async (name) => {
      const load = loads[name] as (id: ObjectId) => Promise<Target>;
      const id = await store(key);
      for (const target of [await load(id), await heard(() => load(id))]) {
        expectUntouched();
        expect(Object.getPrototypeOf(target)).toBe(Target.prototype);
        expect(Object.getPrototypeOf(target.address)).toBe(Address.prototype);
        expect(Object.getPrototypeOf(target.notes)).toBe(Object.prototype);
        expect(
          Object.keys(target).filter((each) => ![...fields, 'leasedUntil', 'leasedBy'].includes(each)),
        ).toEqual([]);
        expect(
          Object.keys(target.address as object).filter((each) => !['street', 'extra', 'next'].includes(each)),
        ).toEqual([]);
        expect(Object.keys(target.notes as object)).toContain(key);
        expect([...(target.scores as Map<string, number>)]).toEqual([[key, 5]]);
      }
    });

    test('is saved back with the change of another field, and nothing else in it differs', async () => {
      const id = await store(key);
      const stored = await bytesOf(id);
      const target = await targets.getById(id);
      expect(await world.commandsOf(() => targets.save(target))).toEqual([]);
      target.name = 'Eve';
      await targets.save(target);
      const expected = Buffer.from(stored.toString('latin1').replace('Ada\0', 'Eve\0'), 'latin1');
      expect(await bytesOf(id)).toEqual(expected);
      expectUntouched();
    });

    test('is saved back with the change of an embedded document, heard by receivers', async () => {
      const id = await store(key);
      const stored = await bytesOf(id);
      await heard(async () => {
        const target = await targets.getById(id);
        Object.assign(target.address as Address, { street: 'Mall' });
        await targets.save(target);
      });
      const text = stored.toString('latin1').replace('Main\0', 'Mall\0');
      expect(await bytesOf(id)).toEqual(Buffer.from(text, 'latin1'));
      expectUntouched();
    });

    // The driver takes an object with this key for a value of its own that is broken, and a list is written whole.
    if (key !== '_bsontype')
      test('is saved back with the change of an element of a list, with equal values', async () => {
        const id = await store(key);
        const read = async (): Promise<any> =>
          BSON.deserialize(await bytesOf(id), { promoteValues: false }) as unknown;
        const stored = await read();
        const target = await targets.getById(id);
        Object.assign(target.others?.[0] as Address, { street: 'Outer' });
        await targets.save(target);
        stored.others[0].st = 'Outer';
        expect(isDeepStrictEqual(await read(), stored)).toBe(true);
        expectUntouched();
      });
  });

  test.each(Object.entries(corpus))('no prototype is touched by %s', async (_, payloads) => {
    for (const { name, make } of payloads) {
      const calls: (() => unknown)[] = [
        () => targets.build(make() as object),
        () => targets.build({ notes: make(), address: make() as never, others: [make()] as never }),
        async () => targets.save(Object.assign(targets.build({ name: 'x' }), { notes: make() })),
        async () =>
          targets.save(Object.assign(new Target(), { things: new Map([['go', make()]]), id: make() })),
        () => targets.find(make() as object),
        () => targets.find({ notes: make() }),
        () => targets.find({}).sort(make() as never),
      ];
      for (const call of calls) {
        try {
          await call();
        } catch (error) {
          if (!(error instanceof DocumentsError)) throw new Error(name, { cause: error });
        }
      }
    }
    expectUntouched();
    await world.db.collection('targets').deleteMany({});
  });
});
