import { defaultConnection } from '../driver/connection.js';
import { Transactions } from '../transaction/transactions.js';
import type { DocumentClass } from '../schema/declare/class-record.js';

/** Tokens belong to classes and not to names, which two classes of different applications may share. */
const repositoryTokens = new WeakMap<DocumentClass, Map<string, symbol>>();

/** The injection token of the repository of a class, as for `overrideProvider` in tests. */
export function getRepositoryToken(
  documentClass: DocumentClass,
  connection: string = defaultConnection,
): symbol {
  let tokens = repositoryTokens.get(documentClass);
  if (!tokens) repositoryTokens.set(documentClass, (tokens = new Map<string, symbol>()));
  let token = tokens.get(connection);
  if (!token)
    tokens.set(
      connection,
      (token = Symbol(`DocumentRepository<${documentClass.name}> of connection "${connection}"`)),
    );
  return token;
}

/** The injection token of the `Transactions` of a connection; that of the connection `default` is the class. */
export function getTransactionsToken(connection: string = defaultConnection): string | typeof Transactions {
  return connection === defaultConnection ? Transactions : `nestjs-documents:transactions:${connection}`;
}

/** The injection token of a connection. */
export function getConnectionToken(connection: string = defaultConnection): string {
  return `nestjs-documents:connection:${connection}`;
}
