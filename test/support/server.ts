import { randomBytes } from 'node:crypto';

/** The connection string of a database of its own on the test server, which `scripts/test.mjs` started. */
export function databaseUri(): string {
  const server = process.env['MONGODB_URI'];
  if (!server) throw new Error('The tests need a server: run them with "npm test"');
  const uri = new URL(server);
  uri.pathname = `/test_${randomBytes(6).toString('hex')}`;
  return uri.href;
}

/** What the server at hand can do; a test that needs more says so in its title and is skipped. */
export const capabilities = JSON.parse(process.env['MONGODB_CAPABILITIES'] ?? '{}') as {
  readonly transactions?: boolean;
  readonly failPoints?: boolean;
};
