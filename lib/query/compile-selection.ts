import { findUnstored } from '../schema/reference/unstored-path.js';
import type { ShownParts } from '../codec/shown-parts.js';
import type { FieldSchema, RootSchema } from '../schema/document-schema.js';
import type { Plain } from '../value/plain-object.js';
import { isEmptyPlain, newPlain } from '../value/plain-object.js';
import { UnknownPathError } from './query-errors.js';
import { resolvePath } from './resolve-path.js';
import { SelectedPaths } from './selected-paths.js';

/** The parts of documents that a query loads. */
export interface Selection {
  /** The projection for the server; undefined for whole documents. */
  readonly projection: Plain | undefined;
  /** The names of the fields that are loaded, completely or in part; undefined if all are. */
  readonly loaded: ReadonlySet<string> | undefined;
  /** The parts that the caller gets; undefined for everything that is loaded. */
  readonly shown: ShownParts | undefined;
  /** Whether only a part of some field is loaded. */
  readonly isPartial: boolean;
}

const everything: Selection = Object.freeze({
  ...{ projection: undefined, loaded: undefined, shown: undefined },
  isPartial: false,
});

/**
 * Selects paths, and the fields without which a document could not be written: its id, discriminator, version, time of deletion and
 * shard key.
 * @throws UnknownPathError
 */
export function compileSelection(
  schema: RootSchema,
  family: readonly RootSchema[],
  paths: readonly string[],
): Selection {
  const { field: id } = schema.id;
  const [shown, asked] = [new SelectedPaths('selected'), new SelectedPaths('selected')];
  shown.add([id.name], id.key);
  for (const { name, key } of neededFields(schema, family)) asked.add([name], key);
  for (const path of paths) {
    const [names, keyPath] = selectedPath(schema, path);
    shown.add(names, keyPath);
    asked.add(names, keyPath);
  }
  const projection = newPlain();
  for (const keyPath of asked.keyPaths) projection[keyPath] = 1;
  if (family.length > 1 || schema.discriminator.value !== undefined) projection[schema.discriminator.key] = 1;
  return { projection, loaded: new Set(asked.names), shown, isPartial: asked.isDeep };
}

/**
 * Selects what is loaded by default, except these paths. The fields without which a document could not be written are loaded all the same.
 * @throws UnknownPathError
 */
export function compileOmission(
  schema: RootSchema,
  family: readonly RootSchema[],
  paths: readonly string[],
): Selection {
  return exclusion(
    schema,
    family,
    new Set(),
    paths.map((path) => selectedPath(schema, path)),
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
  return exclusion(schema, family, new Set(included.map((name) => fieldOf(schema, name).name)), []);
}

/**
 * Selects the loaded fields of a document for a reload: by exclusion if undeclared keys, or all that is loaded by default, are among them.
 */
export function sameSelection(
  schema: RootSchema,
  family: readonly RootSchema[],
  loaded: ReadonlySet<string>,
): Selection {
  const { fields, undeclared } = schema;
  const isByExclusion = undeclared
    ? loaded.has(undeclared.name)
    : fields.every(({ name, isSelected }) => !isSelected || loaded.has(name));
  const names = fields.map(({ name }) => name).filter((name) => loaded.has(name));
  if (!isByExclusion) return compileSelection(schema, family, names);
  const others = fields.filter(({ name, isSelected }) => isSelected && !loaded.has(name));
  const omitted = others.map(({ name, key }): SelectedPath => [[name], key]);
  return exclusion(schema, family, new Set(names), omitted);
}

/** The names of a path, and its stored keys. */
type SelectedPath = readonly [names: readonly string[], keyPath: string];

/** Selects everything except the fields that are hidden by default and not `included`, and the `omitted` paths. */
function exclusion(
  schema: RootSchema,
  family: readonly RootSchema[],
  included: ReadonlySet<string>,
  omitted: readonly SelectedPath[],
): Selection {
  const shown = new SelectedPaths('omitted');
  const fields = family.flatMap((member) => member.fields);
  for (const { name, key, isSelected } of fields)
    if (!isSelected && !included.has(name)) shown.add([name], key);
  for (const [names, keyPath] of omitted) shown.add(names, keyPath);
  if (shown.names.length === 0) return everything;
  const needed = new Set(neededFields(schema, family).map(({ key }) => key));
  const projection = newPlain();
  for (const keyPath of shown.keyPaths) if (!needed.has(keyPath)) projection[keyPath] = 0;
  if (isEmptyPlain(projection)) return { ...everything, shown };
  const isLoaded = ({ name, key }: FieldSchema): boolean => needed.has(key) || shown.shows(name) !== false;
  const undeclared = family.flatMap((member) => member.undeclared ?? []);
  return {
    projection,
    loaded: new Set([...fields, ...undeclared].filter(isLoaded).map(({ name }) => name)),
    shown,
    isPartial: shown.isDeep,
  };
}

/** The fields without which a document could not be written; a discriminator is one of them if a field shows it. */
function neededFields(schema: RootSchema, family: readonly RootSchema[]): FieldSchema[] {
  const roles = family
    .flatMap((member) => member.roleFields)
    .filter(({ role }) => role?.kind === 'version' || role?.kind === 'deletedAt');
  return [schema.id.field, ...roles, ...shardKeyFields(schema)];
}

/** The fields that hold the values of the shard key, which the writes of a loaded document name. */
function shardKeyFields({ shardKey = [], fieldsByName }: RootSchema): FieldSchema[] {
  return shardKey.flatMap(({ path }) => fieldsByName.get(path.split('.', 1)[0] as string) ?? []);
}

/** @throws UnknownPathError, also for a path that passes an index, which the server does not select by */
function selectedPath(schema: RootSchema, path: string): SelectedPath {
  const { keyPath, hasIndex } = resolvePath(schema, path);
  if (hasIndex) throw new UnknownPathError(schema.name, path, [...schema.fieldsByName.keys()]);
  return [path.split('.'), keyPath];
}

function fieldOf(schema: RootSchema, name: string): FieldSchema {
  const field = schema.fieldsByName.get(name);
  if (!field)
    throw new UnknownPathError(
      schema.name,
      name,
      [...schema.fieldsByName.keys()],
      findUnstored(schema, name),
    );
  return field;
}
