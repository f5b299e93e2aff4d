import type { INestApplicationContext } from '@nestjs/common';
import type { Migrations } from '../../migration/migrations.js';
import { getMigrationsToken } from '../../migration/tokens.js';
import { Connections } from '../../module/connections.js';
import { CommandError } from '../command-error.js';

/** The migrations of one connection. */
export interface ChosenMigrations {
  readonly connection: string;
  readonly migrations: Migrations;
}

/** The migrations of all connections of an application, or of the one that was named. @throws CommandError if there are none */
export function chosenMigrations(
  app: INestApplicationContext,
  name: string | undefined,
): readonly [ChosenMigrations, ...ChosenMigrations[]] {
  const { names } = app.get(Connections, { strict: false });
  const [first, ...others] = names
    .filter((each) => name === undefined || each === name)
    .flatMap((connection) => migrationsOf(app, connection));
  if (first) return [first, ...others];
  throw new CommandError({
    problem: 'There are no migrations',
    reason:
      name === undefined
        ? 'No module of the application imports MigrationsModule'
        : `The application has no migrations on that connection; its connections are ${names.join(', ')}`,
    remedy:
      "Import MigrationsModule.forRoot({ directory: 'dist/migrations' }) of nestjs-documents/migrations",
  });
}

/** The migrations of one connection, for what concerns one only. @throws CommandError if there are several */
export function onlyMigrations(app: INestApplicationContext, name: string | undefined): Migrations {
  const [first, ...others] = chosenMigrations(app, name);
  if (others.length === 0) return first.migrations;
  throw new CommandError({
    problem: 'It is not clear which migrations are meant',
    reason: `There are some of the connections ${[first, ...others].map((each) => each.connection).join(', ')}`,
    remedy: 'Name one: --connection',
  });
}

function migrationsOf(app: INestApplicationContext, connection: string): ChosenMigrations[] {
  try {
    return [{ connection, migrations: app.get(getMigrationsToken(connection), { strict: false }) }];
  } catch {
    return [];
  }
}
