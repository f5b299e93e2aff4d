import type { RootSchema } from '../../schema/document-schema.js';
import type { DeclaredCollection } from '../declared-collection.js';
import { validatorOf } from '../validator/validator-of.js';
import { declaredIndexes } from './declared-indexes.js';

/**
 * The collections that the classes of an application declare, one for each name, in the server's form.
 * @param families each class that shares no collection of a base class, with its subclasses; the class first
 * @throws InvalidSchemaError if declarations contradict each other
 */
export function declaredCollections(
  families: readonly (readonly RootSchema[])[],
): readonly DeclaredCollection[] {
  const byName = new Map<string, RootSchema[]>();
  for (const schema of families.flat())
    byName.set(schema.collection, [...(byName.get(schema.collection) ?? []), schema]);
  return Object.freeze([...byName].map(([name, schemas]) => declaredCollection(name, schemas)));
}

function declaredCollection(name: string, given: readonly RootSchema[]): DeclaredCollection {
  const schemas = [...new Set(given)];
  return Object.freeze({
    name,
    documents: Object.freeze(schemas.map((each) => each.name)),
    options: Object.freeze({}),
    validator: validatorOf(schemas),
    indexes: declaredIndexes(schemas),
  });
}
