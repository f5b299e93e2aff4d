import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port that was free a moment ago, chosen by the operating system. Another process may take it before it is
 * used: the caller tries again then.
 *
 * @returns {Promise<number>}
 */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}
