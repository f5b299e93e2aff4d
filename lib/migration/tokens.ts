import { Inject } from '@nestjs/common';
import { defaultConnection } from '../driver/connection.js';
import { Migrations } from './migrations.js';

/** The injection token of the `Migrations` of a connection; for the connection `default` it is the class. */
export function getMigrationsToken(connection: string = defaultConnection): string | typeof Migrations {
  return connection === defaultConnection ? Migrations : `nestjs-documents:migrations:${connection}`;
}

/** Injects the `Migrations` of a connection. Those of the connection `default` can also be injected by their class. */
export function InjectMigrations(connection?: string): PropertyDecorator & ParameterDecorator {
  return Inject(getMigrationsToken(connection));
}
