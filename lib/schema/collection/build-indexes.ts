import { findRecord, lineage } from '../declare/class-record.js';
import type { DocumentClass } from '../declare/class-record.js';
import type { DocumentSchema, IndexSchema, RootSchema } from '../document-schema.js';
import type { IndexPath } from '../collection-schema.js';
import { heldSchema, isSameType } from '../type-contents.js';
import { buildIndex } from './build-index.js';

/**
 * The indexes that a class declares, itself or in the embedded documents that it holds, without those of the base class whose collection
 * it shares. A class that holds itself is entered once.
 * @throws InvalidSchemaError
 */
export function buildIndexes(schema: DocumentSchema, base: RootSchema | undefined): readonly IndexSchema[] {
  const own = indexesIn(schema, base, { path: '', keyPath: '' }, new Set([schema]));
  return Object.freeze(own);
}

function indexesIn(
  schema: DocumentSchema,
  base: RootSchema | undefined,
  prefix: IndexPath,
  entered: ReadonlySet<DocumentSchema>,
): IndexSchema[] {
  const found = ownClasses(schema, base).flatMap((each) =>
    (findRecord(each)?.indexes ?? []).map((record) => buildIndex(schema, prefix, record)),
  );
  for (const { name, key, type } of schema.fields) {
    const held = heldSchema(type);
    const inherited = base?.fieldsByName.get(name);
    if (!held || entered.has(held) || (inherited && isSameType(inherited.type, type))) continue;
    found.push(...indexesIn(held, undefined, below(prefix, name, key), new Set(entered).add(held)));
  }
  return found;
}

/** The class and those that it extends, the first one last, as far as they do not belong to the base class. */
function ownClasses(schema: DocumentSchema, base: RootSchema | undefined): DocumentClass[] {
  const shared = base ? lineage(base.documentClass) : [];
  return lineage(schema.documentClass)
    .filter((each) => !shared.includes(each))
    .reverse();
}

function below({ path, keyPath }: IndexPath, name: string, key: string): IndexPath {
  return path === ''
    ? { path: name, keyPath: key }
    : { path: `${path}.${name}`, keyPath: `${keyPath}.${key}` };
}
