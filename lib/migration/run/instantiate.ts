import { Logger } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { InvalidMigrationError } from '../../server/migration/migration-errors.js';
import type { Migration, MigrationClass } from '../migration.js';

type Token = string | symbol | (abstract new (...given: never[]) => unknown);
/** A class or token as Nest's decorators note it; undefined if TypeScript could not name the class. */
type Noted = Token | { readonly forwardRef: () => Token } | undefined;

/**
 * Makes a migration, with providers of any module of the application; `Logger` is given without one.
 * @throws InvalidMigrationError if the application does not have one of them
 */
export async function instantiate(
  moduleRef: ModuleRef,
  id: string,
  migrationClass: MigrationClass,
): Promise<Migration> {
  const given: unknown[] = [];
  for (const { token, isOptional, place } of parametersOf(migrationClass))
    given.push(await resolve(moduleRef, { id, token, isOptional, place }));
  const migration = new migrationClass(...(given as never[]));
  for (const { token, isOptional, place, key } of propertiesOf(migrationClass))
    Reflect.set(migration, key, await resolve(moduleRef, { id, token, isOptional, place }));
  return migration;
}

interface Dependency {
  readonly token: Noted;
  readonly isOptional: boolean;
  readonly place: string;
}

async function resolve(
  moduleRef: ModuleRef,
  { id, token, isOptional, place }: Dependency & { readonly id: string },
): Promise<unknown> {
  const wanted = typeof token === 'object' ? token.forwardRef() : token;
  if (wanted === undefined)
    throw new InvalidMigrationError(
      id,
      `The class of its ${place} is not known at run time`,
      'Import the class as a value, or name the provider by @Inject',
    );
  try {
    return await moduleRef.resolve<unknown>(wanted, undefined, { strict: false });
  } catch (error) {
    if (wanted === Logger) return new Logger(id);
    if (isOptional) return undefined;
    throw new InvalidMigrationError(
      id,
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
function parametersOf(migrationClass: MigrationClass): Dependency[] {
  type Own = readonly { readonly index: number; readonly param: Noted }[];
  const types = [...((Reflect.getMetadata('design:paramtypes', migrationClass) ?? []) as readonly Noted[])];
  for (const { index, param } of (Reflect.getMetadata('self:paramtypes', migrationClass) ?? []) as Own)
    types[index] = param;
  const optional = (Reflect.getMetadata('optional:paramtypes', migrationClass) ?? []) as readonly number[];
  return types.map((token, index) => ({
    token,
    isOptional: optional.includes(index),
    place: `parameter ${index + 1}`,
  }));
}

/** The properties with `@Inject`. */
function propertiesOf(migrationClass: MigrationClass): (Dependency & { readonly key: PropertyKey })[] {
  type Noticed = readonly { readonly key: PropertyKey; readonly type: Noted }[];
  const noted = (Reflect.getMetadata('self:properties_metadata', migrationClass) ?? []) as Noticed;
  const optional = (Reflect.getMetadata('optional:properties_metadata', migrationClass) ??
    []) as readonly PropertyKey[];
  return noted.map(({ key, type }) => ({
    key,
    token: type,
    isOptional: optional.includes(key),
    place: `property ${String(key)}`,
  }));
}
