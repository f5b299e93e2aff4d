import { Inject } from '@nestjs/common';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { assertOfThisCopy } from '../schema/declare/copies.js';
import { assertClassGiven } from '../schema/schema-errors.js';
import {
  getConnectionToken,
  getDatabaseSchemaToken,
  getRepositoryToken,
  getTransactionsToken,
} from './tokens.js';

/** Injects the `DocumentRepository` of a class that `DocumentsModule.forFeature` registers. @throws NotADocumentError, OtherCopyError */
export function InjectRepository(
  documentClass: DocumentClass,
  connection?: string,
): PropertyDecorator & ParameterDecorator {
  assertClassGiven(documentClass, 'The argument of @InjectRepository');
  assertOfThisCopy(documentClass);
  return Inject(getRepositoryToken(documentClass, connection));
}

/** Injects the `Transactions` of a connection. Those of the connection `default` can also be injected by their class. */
export function InjectTransactions(connection?: string): PropertyDecorator & ParameterDecorator {
  return Inject(getTransactionsToken(connection));
}

/** Injects a `Connection`: the driver's client and database. */
export function InjectConnection(connection?: string): PropertyDecorator & ParameterDecorator {
  return Inject(getConnectionToken(connection));
}

/** Injects the `DatabaseSchema` of a connection. That of the connection `default` can also be injected by its class. */
export function InjectDatabaseSchema(connection?: string): PropertyDecorator & ParameterDecorator {
  return Inject(getDatabaseSchemaToken(connection));
}
