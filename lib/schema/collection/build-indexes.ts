import { findRecord, lineage } from '../declare/class-record.js';
import type { DocumentClass } from '../declare/class-record.js';
import type { DocumentSchema, IndexSchema, RootSchema } from '../document-schema.js';
import type { FieldSchema, FieldType } from '../document-schema.js';
import { heldSchema, isSameType } from '../type-contents.js';
import { buildIndex } from './build-index.js';
import type { Holder } from './build-index.js';
import { joinedPath } from './index-place.js';

/**
 * The indexes that a class declares, itself or in the embedded documents that it holds, without those of the base class whose collection
 * it shares. A class that holds itself is entered once.
 * @throws InvalidSchemaError
 */
export function buildIndexes(schema: DocumentSchema, base: RootSchema | undefined): readonly IndexSchema[] {
  const own = indexesIn(
    schema,
    base,
    { path: '', keyPath: '', map: undefined, isRequired: true },
    new Set([schema]),
  );
  return Object.freeze(own);
}

function indexesIn(
  schema: DocumentSchema,
  base: RootSchema | undefined,
  holder: Holder,
  entered: ReadonlySet<DocumentSchema>,
): IndexSchema[] {
  const found = ownClasses(schema, base).flatMap((each) =>
    (findRecord(each)?.indexes ?? []).map((record) => buildIndex(schema, holder, record)),
  );
  for (const field of schema.fields) {
    const held = heldSchema(field.type);
    const inherited = base?.fieldsByName.get(field.name);
    if (!held || entered.has(held) || !field.hasIndexes) continue;
    if (inherited && isSameType(inherited.type, field.type)) continue;
    found.push(...indexesIn(held, undefined, below(holder, field), new Set(entered).add(held)));
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

function below(holder: Holder, { name, key, type, required }: FieldSchema): Holder {
  const at = joinedPath(holder, { path: name, keyPath: key });
  const isRequired = holder.isRequired && required && type.kind === 'embedded';
  return { ...at, isRequired, map: holder.map ?? (isInMap(type) ? at.path : undefined) };
}

function isInMap(type: FieldType): boolean {
  return type.kind === 'map' || (type.kind === 'array' && isInMap(type.of));
}
