import { isCollation } from '../../value/collation.js';
import { frozenCopy } from '../../value/frozen-copy.js';
import { isPlainObject } from '../../value/plain-object.js';
import { findRecord, lineage } from '../declare/class-record.js';
import type { DocumentCollectionOptions } from '../declare/collection-record.js';
import type { CollectionOptionsSchema, ShardKeyPart, TimeSeriesSchema } from '../collection-schema.js';
import type { DocumentSchema, IdSchema, RootSchema } from '../document-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';
import { findIndexPath } from './index-path.js';
import type { FoundIndexPath } from './index-path.js';
import { secondsOf } from './seconds-of.js';

/**
 * The options of the collection of a class: its own, and those of abstract classes that it extends.
 * @throws InvalidSchemaError
 */
export function buildCollection(
  schema: DocumentSchema,
  id: IdSchema,
  base: RootSchema | undefined,
): Pick<RootSchema, 'collectionOptions' | 'shardKey'> {
  if (!base) return new CollectionBuilder(schema, id).build();
  const own = findRecord(schema.documentClass)?.document?.collectionOptions ?? {};
  const [option] = Object.keys(own);
  if (option !== undefined)
    throw new InvalidSchemaError(
      schema.name,
      `It extends ${base.name} and shares its collection, and "${option}" is an option of the collection`,
      `Set "${option}" in ${base.name} only`,
    );
  return { collectionOptions: base.collectionOptions, shardKey: base.shardKey };
}

class CollectionBuilder {
  readonly #given: DocumentCollectionOptions;

  constructor(
    readonly schema: DocumentSchema,
    readonly id: IdSchema,
  ) {
    this.#given = lineage(schema.documentClass).reduceRight<DocumentCollectionOptions>(
      (given, each) => ({ ...given, ...findRecord(each)?.document?.collectionOptions }),
      {},
    );
  }

  build(): Pick<RootSchema, 'collectionOptions' | 'shardKey'> {
    const { collation, clustered = false, preImages = false } = this.#given;
    if (collation !== undefined && !isCollation(collation))
      this.#refuse('collation', 'is not a collation', `Pass a locale: { locale: 'en', strength: 2 }`);
    for (const [name, given] of Object.entries({ clustered, preImages }))
      if (typeof (given as unknown) !== 'boolean')
        this.#refuse(name, 'is neither true nor false', 'Pass true or false');
    const collectionOptions: CollectionOptionsSchema = {
      ...{ capped: this.#capped(), timeSeries: this.#timeSeries(), clustered, preImages },
      collation: frozenCopy(collation) as CollectionOptionsSchema['collation'],
      expireAfter: this.#expireAfter(),
    };
    this.#assertTogether(collectionOptions);
    return { collectionOptions: Object.freeze(collectionOptions), shardKey: this.#shardKey() };
  }

  #capped(): CollectionOptionsSchema['capped'] {
    const { capped } = this.#given;
    if (capped === undefined) return undefined;
    const { size, max } = this.#parts('capped', capped, '{ size: 1_000_000 }', ['size', 'max']);
    const isWhole = (given: unknown): boolean => Number.isSafeInteger(given) && (given as number) >= 1;
    if (!isWhole(size) || !(max === undefined || (isWhole(max) && (max as number) < 2 ** 31)))
      this.#refuse(
        'capped',
        'has no size, or a size or max that is not a whole number from 1 on',
        'Pass { size: 1_000_000, max: 1000 }: bytes, and at most 2,147,483,647 documents',
      );
    return Object.freeze({ size: size as number, ...(max !== undefined && { max: max as number }) });
  }

  #timeSeries(): TimeSeriesSchema | undefined {
    const { timeSeries } = this.#given;
    if (timeSeries === undefined) return undefined;
    const names = ['timeField', 'metaField', 'granularity', 'bucketSpan'];
    const parts = this.#parts('timeSeries', timeSeries, `{ timeField: 'at' }`, names);
    const { granularity, bucketSpan } = parts;
    const [timeField, metaField] = [this.#timeField(parts['timeField']), this.#metaField(parts['metaField'])];
    if (granularity !== undefined && !granularities.includes(granularity))
      this.#refuse('timeSeries', 'has an unknown granularity', `Use ${granularities.join(', ')}`);
    if (granularity !== undefined && bucketSpan !== undefined)
      this.#refuse('timeSeries', 'has both "granularity" and "bucketSpan"', 'Remove one of them');
    const seconds = bucketSpan === undefined ? undefined : secondsOf(bucketSpan);
    if (bucketSpan !== undefined && !seconds)
      this.#refuse('timeSeries', 'has a "bucketSpan" that is not a number of seconds', `Pass '1h'`);
    return Object.freeze({
      ...{ timeField, metaField, bucketSpan: seconds },
      granularity: granularity as TimeSeriesSchema['granularity'],
    });
  }

  #timeField(given: unknown): TimeSeriesSchema['timeField'] {
    const { path, keyPath, type } = this.#outerField('timeSeries', given);
    const field = this.schema.fieldsByName.get(path);
    if (type.kind !== 'date' || field?.required !== true)
      this.#refuse(
        'timeSeries',
        `has the timeField "${path}", which is not a required Date`,
        `Declare it: @Field({ required: true }) ${path}!: Date`,
      );
    return Object.freeze({ path, keyPath });
  }

  #metaField(given: unknown): TimeSeriesSchema['metaField'] {
    if (given === undefined) return undefined;
    const { path, keyPath, type } = this.#outerField('timeSeries', given);
    if (type.kind === 'array' || keyPath === '_id')
      this.#refuse('timeSeries', 'has an array or the id as its metaField', 'Name another field');
    return Object.freeze({ path, keyPath });
  }

  /** A field of the document itself, not one inside of another. */
  #outerField(option: string, given: unknown): FoundIndexPath {
    const found = this.#path(option, given);
    if (found.path.includes('.'))
      this.#refuse(option, `names "${found.path}"`, 'Name a field of the document itself');
    return found;
  }

  #expireAfter(): number | undefined {
    const { expireAfter } = this.#given;
    if (expireAfter === undefined) return undefined;
    const seconds = secondsOf(expireAfter);
    if (seconds === undefined)
      this.#refuse('expireAfter', 'is not a number of seconds', `Pass a text, as '30d', or milliseconds`);
    return seconds;
  }

  #assertTogether({ capped, timeSeries, clustered, preImages, expireAfter }: CollectionOptionsSchema): void {
    const kinds = Object.entries({ capped, timeSeries, clustered: clustered || undefined });
    const [first, second] = kinds.filter(([, value]) => value !== undefined).map(([name]) => name);
    if (second !== undefined)
      this.#refuse(second, `cannot be combined with "${first ?? ''}"`, 'Remove one of them');
    if (timeSeries && preImages)
      this.#refuse('preImages', 'cannot be combined with "timeSeries"', 'Remove one of them');
    if (expireAfter === undefined || timeSeries) return;
    if (clustered && ['date', 'any'].includes(this.id.field.type.kind)) return;
    this.#refuse(
      'expireAfter',
      'is for time series, and for clustered collections whose id is a Date',
      'Use @ExpiresAt(), or expireAfter of an index of a Date',
    );
  }

  #shardKey(): readonly ShardKeyPart[] | undefined {
    const { shardKey } = this.#given;
    if (shardKey === undefined) return undefined;
    const parts = isPlainObject(shardKey) ? Object.entries(shardKey) : [];
    if (parts.length === 0 || parts.some(([, given]) => given !== 1 && given !== 'hashed'))
      this.#refuse(
        'shardKey',
        'does not name fields, each with 1 or hashed',
        `Pass { tenant: 1, id: 'hashed' }`,
      );
    if (parts.filter(([, given]) => given === 'hashed').length > 1)
      this.#refuse('shardKey', 'has two hashed fields', 'Hash only one of them');
    return Object.freeze(parts.map(([path, direction]) => this.#shardKeyPart(path, direction as 1)));
  }

  #shardKeyPart(path: string, direction: ShardKeyPart['direction']): ShardKeyPart {
    const { keyPath, type, array, isInMap } = this.#path('shardKey', path);
    if (array !== undefined || isInMap || 'of' in type || type.kind === 'any')
      this.#refuse(
        'shardKey',
        `has the path "${path}", which may lead to several values, or to none that is declared`,
        'Use fields with one value each',
      );
    return Object.freeze({ path, keyPath, direction });
  }

  #path(option: string, given: unknown): FoundIndexPath {
    const found = typeof given === 'string' ? findIndexPath(this.schema, given) : undefined;
    if (found) return found;
    const names = [...this.schema.fieldsByName.keys()].join(', ');
    return this.#refuse(
      option,
      typeof given === 'string'
        ? `has the path "${given}", which does not lead to a declared field`
        : 'names no field where one is needed',
      `Use field names; ${this.schema.name} has ${names}`,
    );
  }

  /** The parts of an option that is an object. */
  #parts(
    option: string,
    given: unknown,
    example: string,
    names: readonly string[],
  ): Readonly<Record<string, unknown>> {
    const isKnown = isPlainObject(given) && Object.keys(given).every((name) => names.includes(name));
    return isKnown
      ? given
      : this.#refuse(option, `is not an object with ${names.join(', ')}`, `Pass ${example}`);
  }

  #refuse(option: string, reason: string, remedy: string): never {
    throw new InvalidSchemaError(this.schema.name, `Its option "${option}" ${reason}`, remedy);
  }
}

const granularities: readonly unknown[] = Object.freeze(['seconds', 'minutes', 'hours']);
