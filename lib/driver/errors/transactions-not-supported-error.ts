import { DriverError } from './driver-error.js';

/** The server is standalone, which does not support transactions. */
export class TransactionsNotSupportedError extends DriverError {
  readonly code = 'TRANSACTIONS_NOT_SUPPORTED';
  readonly connection: string;

  constructor(connection: string, cause?: unknown) {
    super({
      problem: `The server of the connection "${connection}" does not support transactions`,
      reason: 'It is neither a member of a replica set nor a mongos',
      remedy: 'Start it as a replica set of at least one member: mongod --replSet rs0, then rs.initiate()',
      cause,
    });
    this.connection = connection;
  }
}
