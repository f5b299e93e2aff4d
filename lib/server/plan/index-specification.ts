import type { Document } from 'mongodb';
import type { DeclaredIndex } from '../declared-collection.js';
import { takesCollation } from '../form/index-form.js';

/** A declared index as `createIndexes` takes it. @param inherited the collation of its collection */
export function specificationOf(index: DeclaredIndex, name: string, inherited: unknown): Document {
  // The server would give the collation of the collection to an index that cannot have one.
  const collation =
    inherited !== undefined && !takesCollation(index) ? { collation: { locale: 'simple' } } : {};
  return { ...collation, ...index.options, key: new Map(index.keys), name };
}

/** An index that accepts the same values as a unique one, and that the server has beside it. */
export function guardOf(index: DeclaredIndex): DeclaredIndex {
  const { sparse, hidden: _hidden, expireAfterSeconds: _expire, ...options } = index.options;
  const filter = options['partialFilterExpression'] as Document | undefined;
  const every = { _id: { $exists: true } };
  const present = index.keys.map(([path]) => ({ [path]: { $exists: true } }));
  const ofSparse = present.length === 1 ? present[0] : { $or: present };
  const ofFilter = filter ? { $and: [filter, every] } : every;
  return {
    ...index,
    options: { ...options, partialFilterExpression: sparse === true ? ofSparse : ofFilter },
  };
}
