import type { FactoryProvider } from '@nestjs/common';
import type { Connection } from '../../driver/connection.js';
import { getConnectionToken, getDatabaseSchemaToken } from '../tokens.js';
import { DatabaseSchema } from './database-schema.js';
import { DeclaredSchemas } from './declared-schemas.js';

/** Provides the `DatabaseSchema` of a connection, beside the connection itself. */
export function databaseSchemaProvider(connectionName: string): FactoryProvider {
  return {
    provide: getDatabaseSchemaToken(connectionName),
    inject: [getConnectionToken(connectionName), DeclaredSchemas],
    useFactory: (connection: Connection, schemas: DeclaredSchemas) =>
      new DatabaseSchema(connection, () => schemas.of(connectionName)),
  };
}
