import { DriverError } from './driver-error.js';
import { DocumentsError } from '../../errors/documents-error.js';

/** A connection is misconfigured: connection string, credentials or options. Not tried again. */
export class ConnectionConfigurationError extends DriverError {
  readonly code = 'CONNECTION_CONFIGURATION';
  readonly connection: string;

  constructor(connection: string, reason: string, remedy: string, cause?: unknown) {
    super({
      problem: `Connection "${connection}" is misconfigured`,
      reason,
      remedy,
      cause,
    });
    this.connection = connection;
  }
}

/** The server was not reached in any attempt. */
export class ConnectionFailedError extends DriverError {
  readonly code = 'CONNECTION_FAILED';
  readonly connection: string;
  readonly attempts: number;

  constructor(connection: string, hosts: string, attempts: number, cause: unknown) {
    super({
      problem: `The connection "${connection}" could not be established in ${attempts} attempts`,
      reason: `No server answered at ${hosts}`,
      remedy: 'Start the server or correct the connection string; "retry" of forRoot sets how long to try',
      cause,
    });
    this.connection = connection;
    this.attempts = attempts;
  }
}

/** The name of a connection is unknown in the application. */
export class UnknownConnectionError extends DocumentsError {
  readonly code = 'UNKNOWN_CONNECTION';
  readonly connection: string;

  constructor(connection: string, known: readonly string[]) {
    super({
      problem: `There is no connection "${connection}"`,
      reason:
        known.length > 0
          ? `The application has the connections ${known.join(', ')}`
          : 'The application has no connection',
      remedy: `Import DocumentsModule.forRoot({ uri${connection === 'default' ? '' : `, connection: '${connection}'`} }), or correct the name given to forFeature`,
    });
    this.connection = connection;
  }
}

/** Two `forRoot` of one application use the same connection name. */
export class DuplicateConnectionError extends DocumentsError {
  readonly code = 'DUPLICATE_CONNECTION';
  readonly connection: string;

  constructor(connection: string) {
    super({
      problem: `The connection "${connection}" is created twice`,
      reason: 'Two DocumentsModule.forRoot of this application have that name',
      remedy: `Call forRoot once, or name the second one: forRoot({ connection: 'other' })`,
    });
    this.connection = connection;
  }
}
