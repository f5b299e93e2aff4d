import { Test } from '@nestjs/testing';
import { ObjectId } from 'mongodb';
import {
  Connection,
  DatabaseSchema,
  Document,
  DocumentsModule,
  EmbeddedDocument,
  Field,
  GeoPoint,
  Id,
  Index,
  Unique,
  getConnectionToken,
  gte,
} from 'nestjs-documents';
import type { DocumentClass, SchemaPlan } from 'nestjs-documents';
import { describe, expect, test } from 'vitest';
import { databaseUri, serverName } from '../../support/server.js';
import { silent } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Address {
  @Field() @Index() street?: string;
  @Field({ key: 'postcode' }) zip?: string;
}

@Document({ collection: 'people', validation: { level: 'moderate', action: 'warn' }, preImages: true })
@Index({ name: 1, createdAt: -1 })
@Index({ name: 1 }, { unique: true, where: { status: 'open', age: gte(18) }, name: 'adults' })
@Index({ name: -1 }, { collation: { locale: 'de', strength: 2 }, sparse: true })
@Index({ place: '2dsphere' })
@Index({ 'address.zip': 1 }, { hidden: true })
class Person {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field() status?: string;
  @Field() age?: number;
  @Field() @Unique() email?: string;
  @Field() createdAt?: Date;
  @Field() @Index({ expireAfter: '30d' }) seenAt?: Date;
  @Field(() => GeoPoint) place?: GeoPoint;
  @Field(() => Address) address?: Address;
}

@Document()
class Author extends Person {
  @Field() @Unique() penName?: string;
}

@Document({ collection: 'log', capped: { size: 10_000, max: 100 } })
class Line {
  @Id() id!: ObjectId;
  @Field() text?: string;
}

@Document({
  collection: 'measurements',
  timeSeries: { timeField: 'at', metaField: 'sensor' },
  expireAfter: '90d',
})
class Measurement {
  @Id() id!: ObjectId;
  @Field({ required: true }) at!: Date;
  @Field() sensor?: string;
}

@Document({ collection: 'words', collation: { locale: 'sv' } })
class Word {
  @Id() id!: ObjectId;
  @Field() @Index() text?: string;
}

@Document({ collection: 'articles' })
@Index({ title: 'text', body: 'text' }, { weights: { title: 10 }, language: 'german' })
class Article {
  @Id() id!: ObjectId;
  @Field() title?: string;
  @Field() body?: string;
}

@Document({ collection: 'events' })
@Index({ kind: 'hashed' })
class Happening {
  @Id() id!: ObjectId;
  @Field() kind?: string;
}

/** Starts an application twice that makes what is missing. @returns the plans of a new database, and after each start */
async function plansOf(...documents: DocumentClass[]): Promise<SchemaPlan[]> {
  const uri = databaseUri();
  const start = async (schema: 'none' | 'create') => {
    const imports = [DocumentsModule.forRoot({ uri, schema }), DocumentsModule.forFeature(documents)];
    const testing = await Test.createTestingModule({ imports }).setLogger(silent).compile();
    return testing.createNestApplication().init();
  };
  const first = await start('none');
  const plans = [await first.get(DatabaseSchema).plan()];
  for (let count = 0; count < 2; count++) {
    const app = await start('create');
    plans.push(await app.get(DatabaseSchema).plan());
    await app.close();
  }
  await first.get<Connection>(getConnectionToken()).db.dropDatabase();
  await first.close();
  return plans;
}

describe('A database that is made from classes is as they declare it', () => {
  test.each<[string, DocumentClass[], string[]]>([
    [
      'with indexes, a validator and pre-images',
      [Person, Author],
      [
        'people: pre-images, validator',
        'people.name_1_createdAt_-1: { name: 1, createdAt: -1 }',
        'people.adults: { name: 1 }, unique, where status, age',
        'people.name_-1: { name: -1 }, sparse, collation de, strength 2',
        'people.place_2dsphere: { place: 2dsphere }',
        'people.address.postcode_1: { address.postcode: 1 }, hidden',
        'people.email_1: { email: 1 }, unique, where email',
        'people.seenAt_1: { seenAt: 1 }, expires after 2592000 seconds',
        'people.address.street_1: { address.street: 1 }',
        'people.penName_1: { penName: 1 }, unique, where penName, _type',
      ],
    ],
    ['with a fixed size', [Line], ['log: capped: 10240 bytes, 100 documents']],
    [
      'with a time series',
      [Measurement],
      ['measurements: time series: at by sensor, seconds, expires after seconds: 7776000'],
    ],
    ['with a collation', [Word], ['words: collation: sv', 'words.text_1: { text: 1 }, collation sv']],
  ])('%s', async (_how, documents, missing) => {
    // On MongoDB, indexes list the collation of their collection.
    const lacksCollation = serverName.startsWith('SecantusDB') && documents.includes(Word);
    const [before, ...after] = await plansOf(...documents);
    expect(
      before?.changes.map(({ collection, index, details }) => {
        return `${index === undefined ? collection : `${collection}.${index}`}: ${details.join(', ')}`;
      }),
    ).toEqual(missing);
    if (!lacksCollation) expect(after.map(({ changes }) => changes)).toEqual([[], []]);
  });

  test.skipIf(serverName.startsWith('SecantusDB'))(
    'with text and hashed indexes (needs text and hashed indexes)',
    async () => {
      const [before, ...after] = await plansOf(Article, Happening);
      expect(before?.missing).toHaveLength(4);
      expect(after.map(({ changes }) => changes)).toEqual([[], []]);
    },
  );
});
