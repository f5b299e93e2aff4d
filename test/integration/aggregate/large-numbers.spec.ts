import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Double, Int32, ObjectId } from 'mongodb';
import { DecodeError, Document, Field, Id } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'tallies' })
class Tally {
  @Id() id!: ObjectId;
  @Field(() => [Int32]) parts?: number[];
  @Field(() => Int32) low?: number;
  @Field() big?: bigint;
}

describe('Numbers that outgrow their fields in an aggregation', () => {
  let world: IntegrationApp;
  let tallies: DocumentRepository<Tally>;

  beforeAll(async () => {
    world = await openApp([Tally]);
    tallies = world.repository(Tally);
    const low = new Int32(-2147483648);
    await world.db.collection('tallies').insertOne({ parts: [new Int32(2147483647), new Int32(5)], low });
  });
  afterAll(() => world.close());

  test('those of 32 bits are numbers', async () => {
    const row = await tallies
      .aggregate()
      .project((e) => ({ sum: e.arraySum(e.field('parts')), abs: e.abs(e.field('low')) }))
      .first();

    expect(row).toEqual({ sum: 2147483652, abs: 2147483648 });
  });

  test('those beyond 64 bits are an error that blames no stored document', async () => {
    // A double, as MongoDB gives for a sum beyond 64 bits; SecantusDB 0.7 fails where it has to add up to one.
    await world.db.collection('tallies').insertOne({ big: new Double(2 ** 64) });
    const sum = await errorOf(() =>
      tallies
        .aggregate()
        .group({}, (e) => ({ sum: e.sum('big') }))
        .toArray(),
    );

    expect(sum).toBeInstanceOf(DecodeError);
    expect((sum as DecodeError).remedy).toBe(
      'Compute with Decimal128 values where results exceed 64 bits; if it is a field, declare it as a number',
    );
  });

  test('a key of a group that does not fit is not taken for an id', async () => {
    const error = await errorOf(() =>
      tallies.aggregate().match({ low: null }).group({ big: 'big' }).toArray(),
    );

    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({ documentId: undefined, path: 'big' });
  });
});
