import { Logger } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';

/** Makes the error for a dependency that cannot be given. */
export type RefuseDependency = (reason: string, remedy: string, cause?: unknown) => Error;

type Token = string | symbol | (abstract new (...given: never[]) => unknown);
/** A class or token as Nest's decorators note it; undefined if TypeScript could not name the class. */
type Noted = Token | { readonly forwardRef: () => Token } | undefined;

/**
 * Makes an instance of a class that no module provides, with providers of any module of the application; `Logger` is given without one.
 * @param loggerContext the context of that logger
 * @throws the error that `refuse` makes, if the application does not have one of the providers, or no decorator has noted what the constructor takes
 */
export async function instantiate<T extends object>(
  moduleRef: Pick<ModuleRef, 'resolve'>,
  instantiated: new (...dependencies: never[]) => T,
  loggerContext: string,
  refuse: RefuseDependency,
): Promise<T> {
  const resolve = (dependency: Dependency): Promise<unknown> =>
    resolveDependency(moduleRef, dependency, loggerContext, refuse);
  const parameters = parametersOf(instantiated);
  if (instantiated.length > parameters.length)
    throw refuse(
      'Its constructor has parameters whose types are not known at run time: TypeScript notes them only of classes with a decorator',
      'Decorate the class with @Injectable()',
    );
  const given: unknown[] = [];
  for (const parameter of parameters) given.push(await resolve(parameter));
  const instance = new instantiated(...(given as never[]));
  for (const property of propertiesOf(instantiated))
    Reflect.set(instance, property.key, await resolve(property));
  return instance;
}

interface Dependency {
  readonly token: Noted;
  readonly isOptional: boolean;
  readonly place: string;
}

async function resolveDependency(
  moduleRef: Pick<ModuleRef, 'resolve'>,
  { token, isOptional, place }: Dependency,
  loggerContext: string,
  refuse: RefuseDependency,
): Promise<unknown> {
  const wanted = typeof token === 'object' ? token.forwardRef() : token;
  if (wanted === undefined)
    throw refuse(
      `The class of its ${place} is not known at run time`,
      'Import the class as a value, or name the provider by @Inject',
    );
  try {
    return await moduleRef.resolve<unknown>(wanted, undefined, { strict: false });
  } catch (error) {
    if (wanted === Logger) return new Logger(loggerContext);
    if (isOptional) return undefined;
    throw refuse(
      `The application has no provider for its ${place}, ${nameOf(wanted)}, or it cannot be made`,
      'Provide it in a module that the application imports',
      error,
    );
  }
}

function nameOf(token: Token): string {
  return typeof token === 'function' ? token.name : String(token);
}

/** The parameters of the constructor, as TypeScript and `@Inject` note them. */
function parametersOf(instantiated: object): Dependency[] {
  type Own = readonly { readonly index: number; readonly param: Noted }[];
  const types = [...((Reflect.getMetadata('design:paramtypes', instantiated) ?? []) as readonly Noted[])];
  for (const { index, param } of (Reflect.getMetadata('self:paramtypes', instantiated) ?? []) as Own)
    types[index] = param;
  const optional = (Reflect.getMetadata('optional:paramtypes', instantiated) ?? []) as readonly number[];
  // From the first to the last: a list with gaps would leave those out.
  return Array.from(types, (token, index) => ({
    token,
    isOptional: optional.includes(index),
    place: `parameter ${index + 1}`,
  }));
}

/** The properties with `@Inject`. */
function propertiesOf(instantiated: object): (Dependency & { readonly key: PropertyKey })[] {
  type Noticed = readonly { readonly key: PropertyKey; readonly type: Noted }[];
  const noted = (Reflect.getMetadata('self:properties_metadata', instantiated) ?? []) as Noticed;
  const optional = (Reflect.getMetadata('optional:properties_metadata', instantiated) ??
    []) as readonly PropertyKey[];
  return noted.map(({ key, type }) => ({
    key,
    token: type,
    isOptional: optional.includes(key),
    place: `property ${String(key)}`,
  }));
}
