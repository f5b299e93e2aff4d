import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MongoServerError, ObjectId } from 'mongodb';
import type { Collection } from 'mongodb';
import fc from 'fast-check';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';
import type { RootSchema } from '../../../../lib/schema/document-schema.js';
import { validatorOf } from '../../../../lib/server/validator/validator-of.js';
import { openApp } from '../../../support/world/integration-app.js';
import type { IntegrationApp } from '../../../support/world/integration-app.js';
import { Bus, Other, Thing, Truck, Vehicle } from '../../../support/validated/classes.js';
import {
  isValidStored,
  storedOthers,
  storedThings,
  storedVehicles,
} from '../../../support/validated/values.js';
import type { Stored } from '../../../support/validated/values.js';

const numRuns = 150;
const leastOfEach = 20;

describe('The validator of a collection', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp([]);
  });
  afterAll(() => world.close());

  async function collectionOf(family: readonly RootSchema[]): Promise<Collection<Stored>> {
    const { collection } = family[0] as RootSchema;
    return world.db.createCollection(collection, { ...validatorOf(family) });
  }

  test.each([
    ['documents of every kind and constraint', [Thing], storedThings, () => new ObjectId()],
    ['documents of a class and its subclasses', [Vehicle, Truck, Bus], storedVehicles, newNumber],
  ])('accepts exactly the %s that are valid here', async (_what, classes, documents, newId) => {
    const family = classes.map((each) => schemaOf(each));
    const collection = await collectionOf(family);
    const counts = { valid: 0, invalid: 0 };
    await fc.assert(
      fc.asyncProperty(documents, async (values) => {
        const stored = { _id: newId(), ...values };
        const isValid = isValidStored(family, stored);
        counts[isValid ? 'valid' : 'invalid']++;
        expect(await isAccepted(collection, stored)).toBe(isValid);
      }),
      { numRuns },
    );
    expect(counts.valid).toBeGreaterThan(leastOfEach);
    expect(counts.invalid).toBeGreaterThan(leastOfEach);
  });

  test('accepts all valid documents of classes with declarations that JSON Schema cannot say', async () => {
    const family = [schemaOf(Other)];
    const collection = await collectionOf(family);
    const counts = { valid: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(storedOthers, async (values) => {
        const stored = { _id: new ObjectId().toHexString(), ...values };
        const isValid = isValidStored(family, stored);
        const accepted = await isAccepted(collection, stored);
        if (isValid) counts.valid++;
        if (!accepted) counts.refused++;
        expect(accepted || !isValid).toBe(true);
      }),
      { numRuns },
    );
    expect(counts.valid).toBeGreaterThan(leastOfEach);
    expect(counts.refused).toBeGreaterThan(leastOfEach);
  });
});

let lastNumber = 0;
function newNumber(): number {
  return ++lastNumber;
}

async function isAccepted(collection: Collection<Stored>, stored: Stored): Promise<boolean> {
  try {
    await collection.insertOne(stored);
    return true;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === 121) return false;
    throw error;
  }
}
