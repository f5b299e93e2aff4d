import type { IndexSchema, RootSchema } from '../../schema/document-schema.js';
import { InvalidSchemaError } from '../../schema/schema-errors.js';
import { isEqual } from '../../value/equality/is-equal.js';
import type { DeclaredIndex } from '../declared-collection.js';

/**
 * The indexes of the classes of one collection. One that several of them declare is one index.
 * @throws InvalidSchemaError if two indexes have one name
 */
export function declaredIndexes(schemas: readonly RootSchema[]): readonly DeclaredIndex[] {
  const byName = new Map<string, DeclaredIndex>();
  for (const each of schemas.flatMap(({ indexes }) => indexes)) {
    const index = declaredIndex(each);
    const known = byName.get(index.name);
    byName.set(index.name, known ? merged(known, index) : index);
  }
  return Object.freeze([...byName.values()]);
}

function declaredIndex({ keys, options, declaredBy }: IndexSchema): DeclaredIndex {
  const { name = defaultName(keys), unique, sparse, hidden } = options;
  return Object.freeze({
    name,
    keys: Object.freeze(keys.map(({ keyPath, direction }) => Object.freeze([keyPath, direction] as const))),
    options: Object.freeze({
      ...(unique && { unique }),
      ...(sparse && { sparse }),
      ...(hidden && { hidden }),
    }),
    declaredBy: Object.freeze([declaredBy]),
  });
}

/** The name that the server gives an index. */
function defaultName(keys: IndexSchema['keys']): string {
  return keys.map(({ keyPath, direction }) => `${keyPath}_${direction}`).join('_');
}

function merged(known: DeclaredIndex, other: DeclaredIndex): DeclaredIndex {
  const declaredBy = Object.freeze([...new Set([...known.declaredBy, ...other.declaredBy])]);
  if (isEqual(known.keys, other.keys) && isEqual(known.options, other.options))
    return Object.freeze({ ...known, declaredBy });
  throw new InvalidSchemaError(
    declaredBy.join(' and '),
    `Two different indexes have the name ${known.name}`,
    `Name one of them: { name: '…' }`,
  );
}
