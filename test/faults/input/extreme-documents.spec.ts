import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { postInit } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { Keyed, Target } from '../../support/injection/target.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

const levels = (count: number, wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = 'leaf';
  for (let level = 0; level < count; level++) value = wrap(value);
  return value;
};
const objects = (count: number) => levels(count, (a) => ({ a }));
const arrays = (count: number) => levels(count, (inner) => [inner]);
const keys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, index]));
/** The other ways to hold keys are as wide as what a second is enough for. */
const [mostKeys, manyKeys] = [keys(100_000), keys(25_000)];

/** Values that the driver stores besides an id and a name. MongoDB accepts up to 180 levels; a server with a lower limit is given fewer. */
const loadable: Record<string, (count: number) => object> = {
  'an untyped field with 200 levels': (count) => ({ notes: objects(count) }),
  'an untyped field with 200 levels of arrays': (count) => ({ notes: arrays(count) }),
  'an untyped element with 200 levels': (count) => ({ list: ['x', objects(count - 1)] }),
  'an undeclared key with 200 levels': (count) => ({ other: objects(count) }),
  'an undeclared key of an embedded document with 200 levels': (count) => ({
    address: { st: 'x', other: objects(count - 1) },
  }),
  'an untyped field with 100,000 keys': () => ({ notes: mostKeys }),
  'a map with 25,000 keys': () => ({ things: manyKeys }),
  'a map of numbers with 25,000 keys': () => ({ scores: manyKeys }),
  '25,000 undeclared keys': () => manyKeys,
  '25,000 undeclared keys in an embedded document': () => ({ address: { st: 'x', ...manyKeys } }),
  '100,000 elements': () => ({ list: Object.values(mostKeys) }),
  '20,000 embedded documents': () => ({ others: Array.from({ length: 20_000 }, () => ({ st: 'x' })) }),
};
/** In milliseconds; it takes a few seconds, and more where other tests keep the machine busy. */
const timeLimit = 60_000;

describe('Fault 62: a stored document is deep or wide', () => {
  let world: IntegrationApp;
  let targets: DocumentRepository<Target>;
  const bytesOf = async (id: unknown): Promise<Buffer> => {
    const [raw] = await world.db
      .collection('targets')
      .find({ _id: id as ObjectId }, { raw: true })
      .toArray();
    return Buffer.from(raw as unknown as Uint8Array);
  };
  /** Stores as many levels as the server takes. */
  const store = async (make: (count: number) => object): Promise<ObjectId> => {
    const _id = new ObjectId();
    const insert = (count: number) =>
      world.db.collection('targets').insertOne({ _id, name: 'Ada', ...make(count) });
    const error = await errorOf(() => insert(200));
    if (error) await insert(170);
    return _id;
  };
  const heard = <R>(work: () => Promise<R>): Promise<R> =>
    withReceiver(world.bus, { signal: postInit, sender: Target, receiver: () => {} }, work);

  beforeAll(async () => {
    world = await openApp([Target, Keyed]);
    targets = world.repository(Target);
  });
  afterAll(() => world.close());

  test.each(Object.entries(loadable))(
    '%s is loaded, also with receivers, and unharmed when another field is saved',
    async (_, make) => {
      const id = await store(make);
      const stored = await bytesOf(id);
      const target = await targets.getById(id);
      expect(await world.commandsOf(() => targets.save(target))).toEqual([]);
      target.name = 'Eve';
      await targets.save(target);
      expect(stored.indexOf('Ada\0')).toBeGreaterThan(0);
      stored.write('Eve', stored.indexOf('Ada\0'));
      expect(Buffer.compare(await bytesOf(id), stored)).toBe(0);

      const again = await heard(() => targets.getById(id));
      again.name = 'Ada';
      await targets.save(again);
      stored.write('Ada', stored.indexOf('Eve\0'));
      expect(Buffer.compare(await bytesOf(id), stored)).toBe(0);
    },
    timeLimit,
  );

  test.each<[string, (work: () => Promise<unknown>) => Promise<unknown>]>([
    ['', (work) => work()],
    [', also with receivers', heard],
  ])('200 levels of embedded documents are refused with their id and path%s', async (_, within) => {
    const id = await store((count) => ({
      address: levels(count, (next) => ({ next: next === 'leaf' ? {} : next })),
    }));
    const error = await errorOf(() => within(() => targets.getById(id)));
    expect(error).toMatchObject({ code: 'DECODE_FAILED', documentId: id });
    expect(error.path).toMatch(/^address(\.next){100}/);
    expect(error.path.length).toBeLessThan(600);
  });

  test('what is nested too deep is refused when it is changed', async () => {
    const target = await targets.getById(await store((count) => ({ notes: objects(count) })));
    target.notes = { more: target.notes };
    const error = await errorOf(() => targets.save(target));
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', issues: [{ path: 'notes', code: 'type' }] });
  });
});
