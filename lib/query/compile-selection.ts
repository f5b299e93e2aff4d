import type { FieldSchema, RootSchema } from '../schema/document-schema.js';
import type { Plain } from '../value/plain-object.js';
import { newPlain } from '../value/plain-object.js';
import { UnknownPathError } from './query-errors.js';

/** The fields that a query loads. */
export interface Selection {
  /** The projection for the server; undefined for whole documents. */
  readonly projection: Plain | undefined;
  /** The names of the fields that are loaded; undefined if all are. */
  readonly loaded: ReadonlySet<string> | undefined;
}

const everything: Selection = Object.freeze({ projection: undefined, loaded: undefined });

/**
 * Selects the named fields, and those without which a document could not be written: its id, discriminator, version and time of deletion.
 * @throws UnknownPathError
 */
export function compileSelection(
  schema: RootSchema,
  family: readonly RootSchema[],
  names: readonly string[],
): Selection {
  const needed = family
    .flatMap((member) => member.roleFields)
    .filter(({ role }) => role?.kind === 'version' || role?.kind === 'deletedAt');
  const fields = [schema.id.field, ...needed, ...names.map((name) => fieldOf(schema, name))];
  const projection = newPlain();
  for (const { key } of fields) projection[key] = 1;
  if (family.length > 1 || schema.discriminator.value !== undefined) projection[schema.discriminator.key] = 1;
  return { projection, loaded: new Set(fields.map(({ name }) => name)) };
}

/**
 * Selects the loaded fields of a document for a reload: by exclusion if only excluded fields are missing, so that undeclared keys are
 * loaded too.
 */
export function sameSelection(
  schema: RootSchema,
  family: readonly RootSchema[],
  loaded: ReadonlySet<string>,
): Selection {
  const names = [...schema.fieldsByName.keys()].filter((name) => loaded.has(name));
  const isAll = namesShown(schema).every((name) => loaded.has(name));
  return isAll ? defaultSelection(schema, family, names) : compileSelection(schema, family, names);
}

/** The names of the fields that are loaded by default. */
function namesShown({ fields, undeclared }: RootSchema): string[] {
  return [...fields.filter(({ isSelected }) => isSelected), ...(undeclared ? [undeclared] : [])].map(
    ({ name }) => name,
  );
}

/**
 * Selects all fields except those declared with `{ select: false }` and not included by name.
 * @throws UnknownPathError
 */
export function defaultSelection(
  schema: RootSchema,
  family: readonly RootSchema[],
  included: readonly string[] = [],
): Selection {
  // The usual case, for most classes.
  if (included.length === 0 && family.every(({ isWhole }) => isWhole)) return everything;
  const asked = new Set(included.map((name) => fieldOf(schema, name).name));
  const isLoaded = ({ name, isSelected }: FieldSchema): boolean => isSelected || asked.has(name);
  const fields = family.flatMap((member) => member.fields);
  const projection = newPlain();
  for (const field of fields) if (!isLoaded(field)) projection[field.key] = 0;
  if (Object.keys(projection).length === 0) return everything;
  const shown = family.flatMap((member) => member.undeclared ?? []);
  return { projection, loaded: new Set([...fields.filter(isLoaded), ...shown].map(({ name }) => name)) };
}

function fieldOf(schema: RootSchema, name: string): FieldSchema {
  const field = schema.fieldsByName.get(name);
  if (!field) throw new UnknownPathError(schema.name, name, [...schema.fieldsByName.keys()]);
  return field;
}
