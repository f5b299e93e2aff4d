import type { RootSchema } from '../../schema/document-schema.js';
import type { DeclaredCollection } from '../declared-collection.js';
import { collectionOptions } from './collection-options.js';
import { validatorOf } from '../validator/validator-of.js';
import { declaredIndexes } from './declared-indexes.js';

/**
 * The collections that the classes of an application declare, one for each name, in the server's form.
 * @param families registered classes, each with its subclasses; base classes whose collection they share are included by themselves
 * @throws InvalidSchemaError if declarations contradict each other
 */
export function declaredCollections(
  families: readonly (readonly RootSchema[])[],
): readonly DeclaredCollection[] {
  const byName = new Map<string, [RootSchema, ...RootSchema[]]>();
  for (const schema of new Set(families.flat().flatMap(withBases))) {
    const others = byName.get(schema.collection);
    byName.set(schema.collection, others ? [...others, schema] : [schema]);
  }
  return Object.freeze([...byName].map(([name, schemas]) => declaredCollection(name, schemas)));
}

/** A class and those whose collection it shares, the first one first. */
function withBases(schema: RootSchema): readonly RootSchema[] {
  return schema.base ? [...withBases(schema.base), schema] : [schema];
}

function declaredCollection(
  name: string,
  schemas: readonly [RootSchema, ...RootSchema[]],
): DeclaredCollection {
  return Object.freeze({
    name,
    documents: Object.freeze(schemas.map((each) => each.name)),
    ...collectionOptions(schemas),
    validator: validatorOf(schemas),
    indexes: declaredIndexes(schemas),
  });
}
