import { recordFor } from '../../schema/declare/class-record.js';
import type { DocumentClass } from '../../schema/declare/class-record.js';
import type { IndexDirection, IndexRecord } from '../../schema/declare/index-record.js';
import { InvalidSchemaError } from '../../schema/schema-errors.js';
import type { FieldIndexDecorator, IndexDecorator } from './index-decorator.js';
import type { DocumentIndexKeys, DocumentIndexOptions, FieldIndexOptions } from './index-options.js';

/**
 * Declares an index, of a class, `@Index({ name: 1, createdAt: -1 })`, or of a field, `@Index()`, `@Index('2dsphere')`, with options last.
 * Those of embedded documents are made with their path, those of a subclass in the collection that it shares.
 */
export function Index<
  const First extends DocumentIndexKeys | IndexDirection | FieldIndexOptions = 1,
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- no options
  const Options extends DocumentIndexOptions = {},
>(first?: First, options?: Options): IndexDecorator<First, Options>;
export function Index(
  first: unknown = 1,
  second: DocumentIndexOptions = {},
): (target: object, property?: string | symbol) => void {
  return (target, property) => {
    // The decorators of a class run from the last to the first, those of its fields before.
    if (property === undefined)
      recordFor(target as DocumentClass).indexes.unshift(recordOf(undefined, first, second));
    else {
      const [direction, options] = typeof first === 'object' ? [1, first] : [first, second];
      addFieldIndex(target, property, direction, options as FieldIndexOptions);
    }
  };
}

/** Declares a unique index of one field, with the options of `@Index()`: `@Unique() email?: string`. */
export function Unique<
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- no options
  const Options extends Omit<FieldIndexOptions, 'unique'> = {},
>(options?: Options): FieldIndexDecorator<Options>;
export function Unique(options: FieldIndexOptions = {}): (target: object, property: string | symbol) => void {
  return (target, property) => {
    addFieldIndex(target, property, 1, { ...options, unique: true });
  };
}

/** Records an index of a field. @throws InvalidSchemaError for a static one, or one that is named by a symbol */
export function addFieldIndex(
  target: object,
  property: string | symbol,
  direction: unknown,
  options: FieldIndexOptions,
): void {
  if (typeof target === 'function' || typeof property === 'symbol')
    throw new InvalidSchemaError(
      'A field with an index',
      'It is static or named by a symbol, but only named properties are stored',
      'Remove the decorator, or make it a named property',
    );
  recordFor(target.constructor as DocumentClass).indexes.push(
    recordOf(property, { [property]: direction }, options),
  );
}

function recordOf(field: string | undefined, keys: unknown, options: DocumentIndexOptions): IndexRecord {
  return Object.freeze({ field, keys, options: Object.freeze({ ...options }) });
}
