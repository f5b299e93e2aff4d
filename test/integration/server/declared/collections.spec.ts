import { ObjectId } from 'mongodb';
import { Document, Field, getDatabaseSchemaToken, Id, Index } from 'nestjs-documents';
import type { DatabaseSchema } from 'nestjs-documents';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp } from '../../../support/world/integration-app.js';
import type { IntegrationApp } from '../../../support/world/integration-app.js';

@Document({ collection: 'log', capped: { size: 10_000, max: 5 } })
class LogLine {
  @Id() id!: ObjectId;
  @Field() text?: string;
}

@Document({
  collection: 'readings',
  timeSeries: { timeField: 'at', metaField: 'sensor', granularity: 'minutes' },
  expireAfter: '90d',
})
@Index({ sensor: 1, at: -1 })
class Reading {
  @Id() id!: ObjectId;
  @Field({ required: true, key: 't' }) at!: Date;
  @Field() sensor!: string;
  @Field() value!: number;
}

@Document({ collection: 'sessions', clustered: true, expireAfter: '1d' })
class Session {
  @Id() id!: Date;
  @Field() user?: string;
}

@Document({ collection: 'words', collation: { locale: 'de', strength: 2 }, preImages: true })
class Word {
  @Id() id!: ObjectId;
  @Field() text?: string;
}

describe('Declared options of collections on the server', () => {
  let app: IntegrationApp;
  beforeAll(async () => {
    app = await openApp([LogLine, Reading, Session, Word], [], { schema: 'create' });
  });
  afterAll(() => app.close());

  test('are those of the classes', async () => {
    const all = await app.db.listCollections().toArray();
    const optionsOf = (name: string) => all.find((each) => each.name === name);
    expect(optionsOf('log')).toMatchObject({ options: { capped: true, max: 5 } });
    expect(optionsOf('readings')).toMatchObject({
      options: {
        timeseries: { timeField: 't', metaField: 'sensor', granularity: 'minutes' },
        expireAfterSeconds: 7_776_000,
      },
    });
    expect(optionsOf('sessions')).toMatchObject({
      options: { clusteredIndex: { key: { _id: 1 }, unique: true }, expireAfterSeconds: 86_400 },
    });
    expect(optionsOf('words')).toMatchObject({
      options: {
        collation: { locale: 'de', strength: 2 },
        changeStreamPreAndPostImages: { enabled: true },
      },
    });
  });

  test('are as declared: the plan is empty', async () => {
    const plan = await app.app.get<DatabaseSchema>(getDatabaseSchemaToken()).plan();
    expect(plan.changes).toEqual([]);
  });

  test('store what repositories write', async () => {
    const readings = app.repository(Reading);
    await readings.insertMany([{ at: new Date(1000), sensor: 'a', value: 1 }]);
    expect(await readings.find({ sensor: 'a' }).pluck('value')).toEqual([1]);
    const at = new Date('2030-01-01');
    await app.repository(Session).create({ id: at, user: 'ada' });
    expect(await app.repository(Session).getById(at)).toMatchObject({ id: at, user: 'ada' });
  });
});
