/** The names of all public methods of a class and of those it extends, sorted; those of symbols as they are written. */
export function publicMethods(owner: { readonly prototype: object }): string[] {
  const names: string[] = [];
  for (let holder = owner.prototype; holder !== Object.prototype; holder = Object.getPrototypeOf(holder))
    for (const key of Reflect.ownKeys(holder))
      if (key !== 'constructor') names.push(typeof key === 'symbol' ? `[${String(key.description)}]` : key);
  return [...new Set(names)].sort();
}
