import { defaultConnection } from '../driver/connection.js';
import { Transactions } from '../transaction/transactions.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { DatabaseSchema } from './schema/database-schema.js';

/** Tokens by class, not by name, since classes of different applications may share a name. */
const repositoryTokens = new WeakMap<DocumentClass, Map<string, symbol>>();

/** The injection token of the repository of a class, for instance for `overrideProvider` in tests. */
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

/** The injection token of the `Transactions` of a connection; for the connection `default` it is the class. */
export function getTransactionsToken(connection: string = defaultConnection): string | typeof Transactions {
  return connection === defaultConnection ? Transactions : `nestjs-documents:transactions:${connection}`;
}

/** The injection token of a connection. */
export function getConnectionToken(connection: string = defaultConnection): string {
  return `nestjs-documents:connection:${connection}`;
}

/** The injection token of the `DatabaseSchema` of a connection; for the connection `default` it is the class. */
export function getDatabaseSchemaToken(
  connection: string = defaultConnection,
): string | typeof DatabaseSchema {
  return connection === defaultConnection ? DatabaseSchema : `nestjs-documents:database-schema:${connection}`;
}

/** The token of a `SchemaPolicy` that counts for all connections of an application: that of the command line, which compares itself. */
export const schemaPolicyToken = Symbol.for('nestjs-documents:schema-policy');

/** The token of whether migrations run at the start of an application, for all its connections in place of `runAtStart`. */
export const migrationsAtStartToken = Symbol.for('nestjs-documents:migrations-at-start');
