import type { DocumentRecord, FieldRecord } from '../declare/class-record.js';
import type {
  DiscriminatorSchema,
  DocumentSchema,
  FieldSchema,
  IdSchema,
  RootSchema,
} from '../document-schema.js';
import { buildCollection } from '../collection/build-collection.js';
import { buildIndexes } from '../collection/build-indexes.js';
import { InvalidSchemaError } from '../schema-errors.js';
import { collectionValidation } from './collection-validation.js';

const defaultDiscriminatorKey = '_type';

/**
 * The parts of a root schema besides its fields.
 * @throws InvalidSchemaError
 */
export function rootParts(
  schema: DocumentSchema,
  record: DocumentRecord,
  base: RootSchema | undefined,
  ids: readonly FieldRecord[],
): Omit<RootSchema, keyof DocumentSchema> {
  const id = idOf(schema, ids);
  assertCountersLast(schema, record, base);
  assertText(schema, record.discriminator.value);
  const discriminator = base ? heirDiscriminator(schema, record, base) : ownDiscriminator(schema, record);
  const updatesByFilter = record.updatesByFilter ?? base?.updatesByFilter ?? 'signal';
  const parts = {
    ...{ id, base, discriminator, updatesByFilter },
    ...buildCollection(schema, id, base),
    indexes: buildIndexes(schema, base),
    validation: collectionValidation(schema, record, base),
  };
  if (!base) return { ...parts, collection: collectionOf(schema, record) };
  if (record.collection !== undefined && record.collection !== base.collection) {
    throw new InvalidSchemaError(
      schema.name,
      `It extends ${base.name} and shares its collection`,
      `Let the base class name the collection, or make it abstract: @Document({ abstract: true })`,
    );
  }
  return { ...parts, collection: base.collection };
}

function collectionOf(schema: DocumentSchema, record: DocumentRecord): string {
  if (record.collection !== undefined) return record.collection;
  assertNameLasts(record, 'Its collection', `@Document({ collection: 'people' })`);
  return snakeCase(schema.name);
}

/**
 * Checks a name that is stored: a class name must not change with each build, as minifiers change it.
 * @throws InvalidSchemaError if the name is that of the class and has one or two letters
 */
export function assertNameLasts(
  { name, isNamed }: Pick<DocumentRecord, 'name' | 'isNamed'>,
  what: string,
  option: string,
): void {
  if (isNamed || name.length > 2) return;
  throw new InvalidSchemaError(
    name,
    `${what} would be named after its class, but such short names come from minifiers and change with each build`,
    `Name it: ${option}, or configure the minifier to keep class names`,
  );
}

/** Checks the names of counters, which include the name of the class that declares the field first. */
function assertCountersLast(
  { roleFields }: DocumentSchema,
  record: DocumentRecord,
  base: RootSchema | undefined,
): void {
  const counted = roleFields.find(
    ({ name, role }) =>
      role?.kind === 'sequence' && role.counter === undefined && !base?.fieldsByName.has(name),
  );
  if (counted) assertNameLasts(record, `The counter of ${counted.name}`, `@Sequence({ name: 'invoices' })`);
}

function ownDiscriminator(schema: DocumentSchema, { discriminator }: DocumentRecord): DiscriminatorSchema {
  const { key = defaultDiscriminatorKey, value } = discriminator;
  if (/^$|^_id$|[.$\0]|^__proto__$/.test(key) || !key.isWellFormed()) {
    throw new InvalidSchemaError(
      schema.name,
      'Its discriminator key is empty, _id or __proto__, or holds a dot, $, a null character or half of a surrogate pair',
      'Choose another key',
    );
  }
  if (value !== undefined) assertFree(schema, key);
  return Object.freeze({ key, value });
}

function heirDiscriminator(
  schema: DocumentSchema,
  record: DocumentRecord,
  base: RootSchema,
): DiscriminatorSchema {
  const { key, value = schema.name } = record.discriminator;
  if (key !== undefined && key !== base.discriminator.key) {
    throw new InvalidSchemaError(
      schema.name,
      `It extends ${base.name}, and one key distinguishes all classes of a collection`,
      'Set the discriminator key in the base class only',
    );
  }
  assertFree(schema, base.discriminator.key);
  if (record.discriminator.value === undefined)
    assertNameLasts(record, 'Its discriminator', `@Document({ discriminator: { value: 'truck' } })`);
  return Object.freeze({ key: base.discriminator.key, value });
}

function assertText(schema: DocumentSchema, value = ''): void {
  if (value.isWellFormed()) return;
  throw new InvalidSchemaError(
    schema.name,
    'Its discriminator value contains half of a surrogate pair, which cannot be stored',
    'Choose another value',
  );
}

function assertFree(schema: DocumentSchema, key: string): void {
  if (!schema.fieldsByKey.has(key)) return;
  throw new InvalidSchemaError(
    schema.name,
    `The key ${key} distinguishes the classes of one collection`,
    'Give that field another key',
  );
}

function idOf(schema: DocumentSchema, ids: readonly FieldRecord[]): IdSchema {
  const [record] = ids;
  if (!record || ids.length > 1) {
    throw new InvalidSchemaError(
      schema.name,
      `It has ${ids.length === 0 ? 'no field' : 'several fields'} with @Id()`,
      'Decorate exactly one field with @Id()',
    );
  }
  return Object.freeze({
    field: schema.fieldsByName.get(record.name) as FieldSchema,
    generate: record.generate,
  });
}

/** `BlogPost` → `blog_post` */
function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();
}
