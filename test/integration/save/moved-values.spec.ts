import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Double, ObjectId } from 'mongodb';
import type { Document as Stored } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf, Version } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Step {
  @Field() name?: string;
  @Field() cost?: number;
  @Field(() => Boolean) done = false;
}

@Document({ collection: 'lists', abstract: true })
abstract class Steps {
  @Id() id!: ObjectId;
  @Field(() => [Step]) steps: Step[] = [];
  @Field(() => mapOf(Step)) byKey = new Map<string, Step>();
}

@Document({ collection: 'plan' })
class Plan extends Steps {}

@Document({ collection: 'versionedplan' })
class VersionedPlan extends Steps {
  @Version() version!: number;
}

describe.each([Plan, VersionedPlan])('A save of %O whose values have moved', (documentClass) => {
  let world: IntegrationApp;
  let plans: DocumentRepository<Steps>;

  beforeAll(async () => {
    world = await openApp([documentClass]);
    plans = world.repository(documentClass);
  });
  afterAll(() => world.close());

  const old = (): Stored => ({ name: 'old', cost: new Double(2), done: false });
  const older = (): Stored => ({ name: 'older', cost: new Double(3) });

  async function storedAfter(change: (plan: Steps) => void): Promise<Stored> {
    const collection = world.db.collection(documentClass.name.toLowerCase());
    const { insertedId } = await collection.insertOne({
      ...{ version: 1, steps: [old(), older()], byKey: { a: old(), b: older() } },
    });
    const plan = await plans.getById(insertedId);
    change(plan);
    await plans.save(plan);
    const stored = await collection.findOne({ _id: insertedId }, { promoteValues: false });
    return stored as Stored;
  }

  test('keeps what was stored of an element that takes the place of one with an initial value', async () => {
    const { steps } = await storedAfter((plan) => plan.steps.reverse());
    expect(steps).toEqual([
      { name: 'older', cost: new Double(3), done: false },
      { name: 'old', cost: new Double(2), done: false },
    ]);
  });

  test('stores the whole of an element that others have made room for', async () => {
    const { steps } = await storedAfter((plan) => {
      const [first, second] = plan.steps as [Step, Step];
      plan.steps = [second, Object.assign(first, { name: 'new' })];
    });
    expect(steps).toEqual([
      { name: 'older', cost: new Double(3), done: false },
      { name: 'new', cost: expect.anything(), done: false },
    ]);
  });

  test.each<[string, (plan: Steps) => void]>([
    ['goes before them', ({ steps }) => steps.unshift(Object.assign(new Step(), { name: 'x' }))],
    ['is taken away before them', ({ steps }) => steps.splice(0, 1)],
  ])('keeps the BSON types of elements with initial values when one %s', async (_, change) => {
    const { steps } = await storedAfter(change);
    expect((steps as Stored[]).at(-1)).toEqual({ name: 'older', cost: new Double(3), done: false });
  });

  test('keeps what was stored of entries that change places', async () => {
    const { byKey } = await storedAfter(({ byKey: map }) => {
      const [a, b] = [map.get('a') as Step, map.get('b') as Step];
      map.set('a', b).set('b', a);
    });
    expect(byKey).toEqual({
      a: { name: 'older', cost: new Double(3), done: false },
      b: { name: 'old', cost: new Double(2), done: false },
    });
  });

  test('writes nothing but the name of an element that was renamed in its place', async () => {
    const { steps } = await storedAfter((plan) => {
      (plan.steps[1] as Step).name = 'oldest';
    });
    expect((steps as Stored[])[1]).toMatchObject({ name: 'oldest', cost: new Double(3) });
  });
});
