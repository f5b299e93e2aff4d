import { MongoAPIError, MongoServerError } from 'mongodb';
import { propertyOf } from '../../errors/read-safely.js';
import { ConnectionConfigurationError } from './connection-errors.js';

/** Explains an error of the driver that trying again cannot fix. */
export function explainConfiguration(name: string, error: unknown): ConnectionConfigurationError {
  const [reason, remedy] = explain(error);
  return new ConnectionConfigurationError(name, reason, remedy, error);
}

/** Avoids the driver's own words, which may quote the connection string. */
function explain(error: unknown): [reason: string, remedy: string] {
  // Compared by name: the driver has one class for the options, and its parser another one for the connection string.
  if (propertyOf(error, 'name') === 'MongoParseError') {
    return [
      'The connection string or one of its options cannot be parsed',
      'Correct it: mongodb://host:port/database?option=value, with special characters of the password percent-encoded',
    ];
  }
  if (error instanceof MongoServerError) {
    const isAuthentication = error.code === 18 || error.code === 8000;
    return [
      isAuthentication
        ? 'The server refused the credentials'
        : `The server refused the connection with code ${String(error.code)}`,
      isAuthentication ? 'Correct user, password and "authSource"' : 'See "cause"',
    ];
  }
  if (error instanceof MongoAPIError)
    return [
      'An option is missing or has a value that the driver does not accept',
      'Correct "clientOptions" or the options of the connection string; "cause" names the option',
    ];
  return ['The driver refused it', 'See "cause"'];
}
