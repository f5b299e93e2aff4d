import 'reflect-metadata';

/** Gives one function what decorators have said of another, which it stands in for. */
export function copyMetadata(from: object, to: object): void {
  for (const key of Reflect.getOwnMetadataKeys(from) as unknown[])
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, from), to);
}

/** Adds to what decorators of methods have said at a class. */
export function addMethodMetadata(key: string, prototype: object, declared: unknown): void {
  const own = (Reflect.getOwnMetadata(key, prototype) ?? []) as readonly unknown[];
  Reflect.defineMetadata(key, [...own, declared], prototype);
}

/** All that was said at a class and at those that it extends. */
export function methodMetadata(key: string, prototype: object | null): readonly unknown[] {
  if (prototype === null) return [];
  const own = (Reflect.getOwnMetadata(key, prototype) ?? []) as readonly unknown[];
  return [...own, ...methodMetadata(key, Object.getPrototypeOf(prototype) as object | null)];
}
