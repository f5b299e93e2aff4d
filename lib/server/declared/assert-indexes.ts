import type { RootSchema } from '../../schema/document-schema.js';
import { InvalidSchemaError } from '../../schema/schema-errors.js';
import { isEqual } from '../../value/equality/is-equal.js';
import type { DeclaredIndex } from '../declared-collection.js';
import { formOfDeclared, signatureOf } from '../form/index-form.js';

/** The greatest number of indexes of a collection, without that of the id. */
const limit = 63;

/**
 * Checks what the server demands of the indexes of a collection together, and of each in a collection with these options.
 * @throws InvalidSchemaError
 */
export function assertIndexes(schema: RootSchema, indexes: readonly DeclaredIndex[]): void {
  const texts = indexes.filter(({ keys }) => keys.some(([, direction]) => direction === 'text'));
  if (texts.length > 1)
    refuse(
      texts,
      `The collection ${schema.collection} would have two text indexes, and can have one`,
      `Declare one index of all texts on the class: @Index({ title: 'text', body: 'text' })`,
    );
  if (indexes.length > limit)
    throw new InvalidSchemaError(
      schema.name,
      `Its collection would have ${indexes.length} indexes, and can have ${limit} besides that of the id`,
      'Declare fewer',
    );
  const { collation } = schema.collectionOptions;
  for (const [position, index] of indexes.entries()) {
    const signature = signatureOf(formOfDeclared(index, collation));
    const others = indexes.slice(position + 1);
    const same = others.find((each) => signatureOf(formOfDeclared(each, collation)) === signature);
    if (same)
      refuse(
        [index, same],
        `The indexes ${index.name} and ${same.name} differ only in what the server does not tell indexes apart by`,
        'Remove one of them',
      );
    assertFits(schema, index);
  }
}

function assertFits({ collection, collectionOptions, shardKey }: RootSchema, index: DeclaredIndex): void {
  const { keys, options } = index;
  if (collectionOptions.timeSeries) {
    if (options['unique'] === true || options['sparse'] === true || keys.some(([, kind]) => kind === 'text'))
      refuse(
        [index],
        `The collection ${collection} is a time series, whose indexes are neither unique, sparse nor of texts`,
        'Remove the index, or "timeSeries"',
      );
  }
  if (collectionOptions.capped && options['expireAfterSeconds'] !== undefined)
    refuse(
      [index],
      `The collection ${collection} is capped, and the server removes no documents of it by their time`,
      'Remove "expireAfter", or "capped"',
    );
  const leads = (shardKey ?? []).every(({ keyPath, direction }, at) =>
    isEqual(keys[at], [keyPath, direction]),
  );
  if (options['unique'] === true && !leads)
    refuse(
      [index],
      `The index ${index.name} is unique and does not begin with the shard key, so that no shard alone could check it`,
      `Begin with the shard key: ${(shardKey ?? []).map(({ path }) => path).join(', ')}`,
    );
}

function refuse(indexes: readonly DeclaredIndex[], reason: string, remedy: string): never {
  const declaredBy = new Set(indexes.flatMap((each) => each.declaredBy));
  throw new InvalidSchemaError([...declaredBy].join(' and '), reason, remedy);
}
