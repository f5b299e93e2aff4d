import { randomUUID } from 'node:crypto';
import { importScript } from './import-script.js';

interface ConnectionStrings {
  withDatabase(uri: string, database: string): string;
}
const { withDatabase } = await importScript<ConnectionStrings>('server/connection-string.mjs');

/**
 * The connection string of a database of its own on the server that `scripts/test.mjs` started. The script drops the
 * databases of its run where the server is not its own.
 */
export function databaseUri(): string {
  const server = process.env['MONGODB_URI'];
  if (!server) throw new Error('The tests need a server: run them with "npm test"');
  return withDatabase(
    server,
    `${process.env['MONGODB_DATABASE_PREFIX'] ?? 'test_'}${randomUUID().slice(0, 8)}`,
  );
}

/** Which server that is, for the titles of tests of faults: `MongoDB 8.0.4`. */
export const serverName = process.env['MONGODB_SERVER_NAME'] ?? 'no server';

/** Capabilities of the server in use; a test that needs more says so in its title and is skipped. */
export const capabilities = JSON.parse(process.env['MONGODB_CAPABILITIES'] ?? '{}') as {
  readonly transactions?: boolean;
  readonly failPoints?: boolean;
  readonly boundedScans?: boolean;
};
