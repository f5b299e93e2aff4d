import { describe, expect, test } from 'vitest';
import {
  ConnectionConfigurationError,
  ConnectionFailedError,
  DuplicateConnectionError,
  UnknownConnectionError,
} from '../../../../lib/driver/errors/connection-errors.js';

describe('errors of connections', () => {
  test.each([
    [
      new ConnectionConfigurationError('main', 'Why', 'Do'),
      'CONNECTION_CONFIGURATION',
      'Connection "main" is misconfigured. Why. Do.',
    ],
    [
      new ConnectionFailedError('main', 'localhost:27017', 3, new Error('x')),
      'CONNECTION_FAILED',
      'The connection "main" could not be established in 3 attempts. No server answered at localhost:27017. ' +
        'Start the server or correct the connection string; "retry" of forRoot sets how long to try.',
    ],
    [
      new UnknownConnectionError('main', ['default', 'logs']),
      'UNKNOWN_CONNECTION',
      'There is no connection "main". The application has the connections default, logs. ' +
        `Import DocumentsModule.forRoot({ uri, connection: 'main' }), or correct the name given to forFeature.`,
    ],
    [
      new UnknownConnectionError('default', []),
      'UNKNOWN_CONNECTION',
      'There is no connection "default". The application has no connection. ' +
        'Import DocumentsModule.forRoot({ uri }), or correct the name given to forFeature.',
    ],
    [
      new DuplicateConnectionError('main'),
      'DUPLICATE_CONNECTION',
      'The connection "main" is created twice. Two DocumentsModule.forRoot of this application have that name. ' +
        `Call forRoot once, or name the second one: forRoot({ connection: 'other' }).`,
    ],
  ])('%s', (error, code, message) => {
    expect([error.code, error.message]).toEqual([code, message]);
  });

  test('name the connection for programs', () => {
    expect(new UnknownConnectionError('main', []).connection).toBe('main');
    expect(new ConnectionFailedError('main', 'x', 3, undefined).attempts).toBe(3);
  });
});
