import { describe, expect, test } from 'vitest';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';
import { declaredCollections } from '../../../../lib/server/declared/declared-collections.js';
import type { DeclaredCollection } from '../../../../lib/server/declared-collection.js';
import { Bus, Other, Thing, Truck, Vehicle } from '../../../support/validated/classes.js';
import { openServerWorld } from '../server-world.js';

const families = [[Thing], [Other], [Vehicle, Truck, Bus]].map((classes) =>
  classes.map((each) => schemaOf(each)),
);
const declared = declaredCollections(families);
const [things, , vehicles] = declared as [DeclaredCollection, DeclaredCollection, DeclaredCollection];

describe('A declared validator', () => {
  test.each(declared.map((each) => [each.name, each] as const))(
    'of %s is as the server lists it, once it is made',
    async (_name, collection) => {
      await using world = await openServerWorld();
      expect(await world.apply(collection)).toEqual(['createCollection']);
      expect(await world.rowsOf(collection)).toEqual([]);
    },
  );

  test('of a collection that exists is set, and its rules are compared', async () => {
    await using world = await openServerWorld();
    const { db } = world.connection;
    await db.createCollection('vehicles');
    expect(await world.apply(vehicles)).toEqual(['setValidator']);
    expect(await world.rowsOf(vehicles)).toEqual([]);
    await db.command({ collMod: 'vehicles', validator: { $jsonSchema: { required: ['plate'] } } });
    expect(await world.rowsOf(vehicles)).toEqual(['different | set validator | vehicles | rules differ']);
  });

  test('has a level and an action', async () => {
    await using world = await openServerWorld();
    await world.apply(things);
    await world.connection.db.command({
      collMod: 'things',
      validationLevel: 'strict',
      validationAction: 'warn',
    });
    expect(await world.rowsOf(things)).toEqual([
      'different | set validator | things | level: strict → moderate, action: warn → error',
    ]);
  });
});
