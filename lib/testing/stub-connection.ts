import { Connection, defaultConnection } from '../driver/connection.js';
import { stubSession } from './stub-session.js';

/**
 * Makes a connection without a server, for `overrideProvider(getConnectionToken())`: an application with `forRoot` starts. Transactions run
 * with their listeners but commit nothing; a repository makes documents, and throws where it would need the server.
 * @param name of the connection; default `default`
 */
export function stubConnection(name: string = defaultConnection): Connection {
  const client = refusing('client', { on: () => undefined, startSession: stubSession });
  const db = refusing('db', { admin: () => ({ command: async () => ({ ok: 1, setName: 'stub' }) }) });
  return new Connection(name, client as Connection['client'], db as Connection['db']);
}

/** An object of the driver with a few methods; calling any other one throws. */
function refusing(label: string, methods: Readonly<Record<string, unknown>>): unknown {
  return new Proxy(methods, {
    get(own, key) {
      if (typeof key === 'symbol' || key === 'then') return undefined;
      return own[key] ?? refuse(`${label}.${key}`);
    },
  });
}

function refuse(method: string): () => never {
  return () => {
    throw new Error(
      `${method} was called on stubConnection(), which has no server. Replace its caller, such as a repository: overrideProvider(getRepositoryToken(Person)).useValue({ find: () => stubQuerySet([ada]) }).`,
    );
  };
}
