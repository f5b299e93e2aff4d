import type { DeclaredIndex } from '../declared-collection.js';

/** The name that the server gives to an index without one: `name_1_createdAt_-1`. */
export function defaultName(keys: DeclaredIndex['keys']): string {
  return keys.map(([path, direction]) => `${path}_${direction}`).join('_');
}

/** A name for an index whose own may be taken: `email_1`, then `email_1~2`, then `email_1~3`. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let count = 2; ; count++) if (!taken.has(`${name}~${count}`)) return `${name}~${count}`;
}

/** Whether an index has a name, or the name of one that has replaced it. */
export function isNameOf(name: string, found: string): boolean {
  return found === name || (found.startsWith(`${name}~`) && /^\d+$/.test(found.slice(name.length + 1)));
}

/** The name of an index that keeps values unique while another is dropped and built: `email_1~guard`, then `email_1~guard2`. */
export function freeGuardName(name: string, taken: ReadonlySet<string>): string {
  const first = `${name}~guard`;
  if (!taken.has(first)) return first;
  for (let count = 2; ; count++) if (!taken.has(`${first}${count}`)) return `${first}${count}`;
}

/** Whether an index has the name of a guard of another. */
export function isGuardNameOf(name: string, found: string): boolean {
  return found.startsWith(`${name}~guard`) && /^\d*$/.test(found.slice(name.length + '~guard'.length));
}
