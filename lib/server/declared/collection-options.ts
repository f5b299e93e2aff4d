import type { Document } from 'mongodb';
import type { RootSchema } from '../../schema/document-schema.js';
import { InvalidSchemaError } from '../../schema/schema-errors.js';
import { isEqual } from '../../value/equality/is-equal.js';
import type { DeclaredCollection } from '../declared-collection.js';

type Declared = Pick<DeclaredCollection, 'options' | 'shardKey'>;

/**
 * The options of the collection of several classes, in the server's form.
 * @throws InvalidSchemaError if two classes that share no base class declare different ones
 */
export function collectionOptions(schemas: readonly [RootSchema, ...RootSchema[]]): Declared {
  const [first, ...others] = schemas;
  const declared = compiled(first);
  const other = others.find((each) => !isEqual(compiled(each), declared));
  if (!other) return declared;
  throw new InvalidSchemaError(
    `${first.name} and ${other.name}`,
    `Both use the collection ${first.collection}, with different options`,
    'Give them the same options of the collection, a base class that declares them, or collections of their own',
  );
}

function compiled({ collectionOptions: given, shardKey }: RootSchema): Declared {
  const { capped, timeSeries, clustered, collation, preImages, expireAfter } = given;
  const options: Document = {
    ...(capped && { capped: true, ...capped }),
    ...(timeSeries && { timeseries: compiledTimeSeries(timeSeries) }),
    ...(clustered && { clusteredIndex: Object.freeze({ key: Object.freeze({ _id: 1 }), unique: true }) }),
    ...(collation && { collation }),
    ...(preImages && { changeStreamPreAndPostImages: Object.freeze({ enabled: true }) }),
    ...(expireAfter !== undefined && { expireAfterSeconds: expireAfter }),
  };
  const parts = shardKey?.map(({ keyPath, direction }) => Object.freeze([keyPath, direction] as const));
  return { options: Object.freeze(options), shardKey: parts && Object.freeze(parts) };
}

function compiledTimeSeries(
  given: NonNullable<RootSchema['collectionOptions']['timeSeries']>,
): Readonly<Document> {
  const { timeField, metaField, granularity, bucketSpan } = given;
  return Object.freeze({
    timeField: timeField.keyPath,
    ...(metaField && { metaField: metaField.keyPath }),
    ...(granularity !== undefined && { granularity }),
    ...(bucketSpan !== undefined && {
      bucketMaxSpanSeconds: bucketSpan,
      bucketRoundingSeconds: bucketSpan,
    }),
  });
}
