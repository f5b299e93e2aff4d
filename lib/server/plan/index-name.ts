import type { DeclaredIndex } from '../declared-collection.js';

/** The name that the server gives to an index without one: `name_1_createdAt_-1`. */
export function defaultName(keys: DeclaredIndex['keys']): string {
  return keys.map(([path, direction]) => `${path}_${direction}`).join('_');
}

/** The name of an index that replaces another of the same name: `email_1~2`, then `email_1~3`. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let count = 2; ; count++) if (!taken.has(`${name}~${count}`)) return `${name}~${count}`;
}

/** Whether an index has a name, or the name of one that has replaced it. */
export function isNameOf(name: string, found: string): boolean {
  return found === name || (found.startsWith(`${name}~`) && /^\d+$/.test(found.slice(name.length + 1)));
}

/** The name of an index that keeps values unique while another is dropped and built. */
export function guardName(name: string): string {
  return `${name}~guard`;
}
