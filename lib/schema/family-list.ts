import type { RootSchema } from './document-schema.js';

/** The last list made for each first class, as long as it is in use. */
const lists = new WeakMap<RootSchema, WeakRef<readonly RootSchema[]>>();

/**
 * The frozen list of a class and its subclasses. Applications with the same list share one object, since code is generated for each list.
 */
export function familyList(members: readonly [RootSchema, ...RootSchema[]]): readonly RootSchema[] {
  const [first] = members;
  const known = lists.get(first)?.deref();
  if (known?.length === members.length && known.every((each, index) => each === members[index])) return known;
  const list = Object.freeze([...members]);
  lists.set(first, new WeakRef(list));
  return list;
}
