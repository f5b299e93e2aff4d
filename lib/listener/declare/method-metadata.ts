import 'reflect-metadata';

/** Copies decorator metadata of a function to another one that stands in for it. */
export function copyMetadata(from: object, to: object): void {
  for (const key of Reflect.getOwnMetadataKeys(from) as unknown[])
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, from), to);
}

/** Adds metadata of a method decorator to a class. */
export function addMethodMetadata(key: string, prototype: object, declared: unknown): void {
  const own = (Reflect.getOwnMetadata(key, prototype) ?? []) as readonly unknown[];
  Reflect.defineMetadata(key, [...own, declared], prototype);
}

/** All metadata of a class and its base classes. */
export function methodMetadata(key: string, prototype: object | null): readonly unknown[] {
  if (prototype === null) return [];
  const own = (Reflect.getOwnMetadata(key, prototype) ?? []) as readonly unknown[];
  return [...own, ...methodMetadata(key, Object.getPrototypeOf(prototype) as object | null)];
}
