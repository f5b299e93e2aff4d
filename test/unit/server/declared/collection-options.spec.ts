import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, InvalidSchemaError } from 'nestjs-documents';
import type { DocumentOptions } from 'nestjs-documents';
import { describe, expect, it, test } from 'vitest';
import { collectionsOf } from './collections-of.js';

@EmbeddedDocument()
class Place {
  @Field({ key: 't' }) town!: string;
}

function declare(options: DocumentOptions) {
  @Document({ collection: 'readings', ...options })
  class Reading {
    @Id() id!: ObjectId;
    @Field({ key: 'ts', required: true }) at!: Date;
    @Field() until?: Date;
    @Field({ key: 's' }) sensor!: string;
    @Field(() => [String]) tags: string[] = [];
    @Field(() => Place) place?: Place;
  }
  return Reading;
}

function optionsOf(options: DocumentOptions) {
  return collectionsOf(declare(options))[0];
}

describe('The options of a collection', () => {
  const rows: readonly (readonly [DocumentOptions, object])[] = [
    [{}, {}],
    [{ capped: { size: 4096, max: 10 } }, { capped: true, size: 4096, max: 10 }],
    [{ capped: { size: 4096 } }, { capped: true, size: 4096 }],
    [
      { timeSeries: { timeField: 'at', metaField: 'sensor', granularity: 'minutes' }, expireAfter: '30d' },
      {
        timeseries: { timeField: 'ts', metaField: 's', granularity: 'minutes' },
        expireAfterSeconds: 2_592_000,
      },
    ],
    [
      { timeSeries: { timeField: 'at', bucketSpan: '1h' }, expireAfter: 5000 },
      {
        timeseries: { timeField: 'ts', bucketMaxSpanSeconds: 3600, bucketRoundingSeconds: 3600 },
        expireAfterSeconds: 5,
      },
    ],
    [{ clustered: true }, { clusteredIndex: { key: { _id: 1 }, unique: true } }],
    [{ collation: { locale: 'en', strength: 2 } }, { collation: { locale: 'en', strength: 2 } }],
    [{ preImages: true }, { changeStreamPreAndPostImages: { enabled: true } }],
    [{ clustered: false, preImages: false }, {}],
  ];
  test.each(rows)('%j are %j on the server', (given, expected) => {
    expect(optionsOf(given)).toMatchObject({ name: 'readings', options: expected, shardKey: undefined });
    expect(Object.keys(optionsOf(given)?.options ?? {})).toEqual(Object.keys(expected));
  });

  it('has a shard key by stored keys', () => {
    expect(optionsOf({ shardKey: { sensor: 1, id: 'hashed', 'place.town': 1 } })?.shardKey).toEqual([
      ['s', 1],
      ['_id', 'hashed'],
      ['place.t', 1],
    ]);
  });

  it('may come from an abstract class, and be overruled', () => {
    @Document({ abstract: true, preImages: true, collation: { locale: 'en' } })
    abstract class Base {
      @Id() id!: ObjectId;
    }
    @Document({ collation: { locale: 'de' } })
    class Letter extends Base {}
    expect(collectionsOf(Letter)[0]?.options).toEqual({
      changeStreamPreAndPostImages: { enabled: true },
      collation: { locale: 'de' },
    });
  });

  const wrong: readonly (readonly [object, string])[] = [
    [{ capped: { max: 3 } }, '"capped" has no size'],
    [{ capped: { size: 1.5 } }, '"capped" has no size, or a size or max that is not a whole number'],
    [{ capped: true }, '"capped" is not an object with size, max'],
    [{ capped: { size: 1, sise: 1 } }, '"capped" is not an object with size, max'],
    [{ timeSeries: { timeField: 'when' } }, '"timeSeries" has the path "when", which does not lead'],
    [{ timeSeries: {} }, '"timeSeries" names no field where one is needed'],
    [{ timeSeries: { timeField: 'until' } }, 'has the timeField "until", which is not a required Date'],
    [{ timeSeries: { timeField: 'place.town' } }, '"timeSeries" names "place.town"'],
    [{ timeSeries: { timeField: 'at', metaField: 'tags' } }, 'has an array or the id as its metaField'],
    [{ timeSeries: { timeField: 'at', granularity: 'days' } }, 'has an unknown granularity'],
    [{ timeSeries: { timeField: 'at', granularity: 'hours', bucketSpan: '1h' } }, 'has both "granularity"'],
    [{ timeSeries: { timeField: 'at', bucketSpan: '1500ms' } }, 'has a "bucketSpan" that is not'],
    [
      { timeSeries: { timeField: 'at' }, preImages: true },
      '"preImages" cannot be combined with "timeSeries"',
    ],
    [{ capped: { size: 1 }, clustered: true }, '"clustered" cannot be combined with "capped"'],
    [{ collation: { strength: 2 } }, '"collation" is not a collation'],
    [{ clustered: 'yes' }, '"clustered" is neither true nor false'],
    [
      { expireAfter: '30d' },
      '"expireAfter" is for time series, and for clustered collections whose id is a Date',
    ],
    [{ clustered: true, expireAfter: '30d' }, '"expireAfter" is for time series'],
    [{ timeSeries: { timeField: 'at' }, expireAfter: '10y' }, '"expireAfter" is not a number of seconds'],
    [{ shardKey: {} }, '"shardKey" does not name fields'],
    [{ shardKey: { sensor: -1 } }, '"shardKey" does not name fields, each with 1 or hashed'],
    [{ shardKey: { sensor: 'hashed', id: 'hashed' } }, '"shardKey" has two hashed fields'],
    [{ shardKey: { sensr: 1 } }, '"shardKey" has the path "sensr", which does not lead to a declared field'],
    [{ shardKey: { tags: 1 } }, '"shardKey" has the path "tags", which may lead to several values'],
  ];
  test.each(wrong)('%j is refused', (given, reason) => {
    expect(() => optionsOf(given as DocumentOptions)).toThrow(InvalidSchemaError);
    expect(() => optionsOf(given as DocumentOptions)).toThrow(reason);
  });

  it('belongs to the class that the others extend', () => {
    @Document()
    class Vehicle {
      @Id() id!: ObjectId;
    }
    @Document({ preImages: true })
    class Truck extends Vehicle {}
    expect(() => collectionsOf(Vehicle, Truck)).toThrow(
      'It extends Vehicle and shares its collection, and "preImages" is an option of the collection',
    );
  });

  it('is the same in two classes that name one collection', () => {
    @Document({ collection: 'events', preImages: true })
    class Login {
      @Id() id!: ObjectId;
    }
    @Document({ collection: 'events' })
    class Logout {
      @Id() id!: ObjectId;
    }
    expect(() => collectionsOf(Login, Logout)).toThrow(
      'Both use the collection events, with different options',
    );
  });
});
