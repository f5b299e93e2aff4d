import type { DeclaredCollection, DeclaredIndex } from '../../server/declared-collection.js';
import { describeIndex } from '../../server/form/index-details.js';
import { formOfDeclared } from '../../server/form/index-form.js';
import { describeType } from '../../schema/describe-type.js';
import type { DocumentSchema, FieldSchema, FieldType, RootSchema } from '../../schema/document-schema.js';

export interface FieldDescription {
  /** Names of properties, joined by dots; elements of arrays and entries of maps are `[]` and `*`. */
  readonly path: string;
  /** The same place in MongoDB. */
  readonly key: string;
  readonly type: string;
  /** Words for the rest that is declared: `id`, `required`, `version` … */
  readonly notes: readonly string[];
}

export interface IndexDescription {
  readonly name: string;
  /** Its keys in MongoDB, and then its options: `{ mail: 1 }`, `unique`. */
  readonly details: readonly string[];
}

export interface DocumentDescription {
  readonly name: string;
  readonly collection: string;
  /** The connections that have a repository of it. */
  readonly connections: readonly string[];
  /** The document that it extends; null if it extends none. */
  readonly base: string | null;
  readonly discriminator: { readonly key: string; readonly value: string | null };
  readonly fields: readonly FieldDescription[];
  /** Those that the class itself declares, in its fields or embedded documents; those of its base are listed there. */
  readonly indexes: readonly IndexDescription[];
}

/**
 * Describes a document class as JSON can say it.
 * @param declared the collections of its connection
 */
export function describeDocument(
  schema: RootSchema,
  connections: readonly string[],
  declared: readonly DeclaredCollection[],
): DocumentDescription {
  const { name, collection, base, discriminator } = schema;
  return {
    ...{ name, collection, connections: [...new Set(connections)], base: base?.name ?? null },
    discriminator: { key: discriminator.key, value: discriminator.value ?? null },
    fields: describeFields(schema, { path: '', key: '' }, [schema], schema.id.field),
    indexes: declared
      .filter((each) => each.name === collection)
      .flatMap(({ indexes, options }) =>
        indexes.filter((each) => isOf(name, each)).map((each) => describe(each, options['collation'])),
      ),
  };
}

function isOf(name: string, { declaredBy }: DeclaredIndex): boolean {
  return declaredBy.some((each) => each === name || each.startsWith(`${name}.`));
}

function describe(index: DeclaredIndex, collation: unknown): IndexDescription {
  return { name: index.name, details: describeIndex(index, formOfDeclared(index, collation)) };
}

interface Place {
  readonly path: string;
  readonly key: string;
}

/** Fields with those of their embedded documents; a class that holds itself is described once. */
function describeFields(
  schema: DocumentSchema,
  above: Place,
  seen: readonly DocumentSchema[],
  id?: FieldSchema,
): FieldDescription[] {
  return schema.fields.flatMap((field) => {
    const place = { path: above.path + field.name, key: above.key + field.key };
    const described = { ...place, type: describeType(field.type), notes: notesOf(field, field === id) };
    const held = heldIn(field.type, place);
    if (!held || seen.includes(held.schema)) return [described];
    const inside = { path: `${held.place.path}.`, key: `${held.place.key}.` };
    return [described, ...describeFields(held.schema, inside, [...seen, held.schema])];
  });
}

function heldIn(
  type: FieldType,
  { path, key }: Place,
): { readonly schema: DocumentSchema; readonly place: Place } | undefined {
  if ('schema' in type) return { schema: type.schema, place: { path, key } };
  if (!('of' in type)) return undefined;
  const step = type.kind === 'array' ? '[]' : '.*';
  return heldIn(type.of, { path: path + step, key: type.kind === 'array' ? key : key + step });
}

function notesOf(field: FieldSchema, isId: boolean): string[] {
  const notes = [
    isId && 'id',
    field.required && 'required',
    field.immutable && !isId && 'immutable',
    !field.isSelected && 'not loaded',
    field.makeDefault && 'default',
    field.role?.kind,
  ];
  return notes.filter((note) => typeof note === 'string');
}
