import type { RootSchema } from './document-schema.js';

/** By their first class, the lists that were made last, as long as somebody uses them. */
const lists = new WeakMap<RootSchema, WeakRef<readonly RootSchema[]>>();

/** The frozen list of a class and those that extend it, one object for all applications with the same: code is generated for each list. */
export function familyList(members: readonly [RootSchema, ...RootSchema[]]): readonly RootSchema[] {
  const [first] = members;
  const known = lists.get(first)?.deref();
  if (known?.length === members.length && known.every((each, index) => each === members[index])) return known;
  const list = Object.freeze([...members]);
  lists.set(first, new WeakRef(list));
  return list;
}
