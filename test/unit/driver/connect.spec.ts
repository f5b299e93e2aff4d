import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { connect } from '../../../lib/driver/connect.js';
import type { ConnectReports } from '../../../lib/driver/connect.js';
import {
  ConnectionConfigurationError,
  ConnectionFailedError,
} from '../../../lib/driver/errors/connection-errors.js';
import type { ConnectionOptions } from '../../../lib/driver/connection-options.js';

const never = (): never => {
  throw new Error('not to be called');
};

async function errorOf(
  options: ConnectionOptions,
  retry: ConnectReports['retry'] = never,
  abort = new AbortController().signal,
): Promise<Error> {
  return connect('main', options, { begin: () => undefined, retry }, abort).then(
    never,
    (error: unknown) => error as Error,
  );
}

describe('connect', () => {
  test.each<[string, ConnectionOptions, string]>([
    ['without connection string', { uri: '' }, 'It has no connection string. '],
    ['without options', {} as never, 'It has no connection string. '],
    ['without database', { uri: 'mongodb://user:secret@localhost:27017' }, 'It has no database name. '],
    [
      'without database, with options',
      { uri: 'mongodb://localhost/?retryWrites=true' },
      'It has no database name. ',
    ],
    [
      'with another scheme',
      { uri: 'http://user:secret@localhost/app' },
      'The connection string or one of its options cannot be parsed. ',
    ],
    [
      'with an unknown option',
      { uri: 'mongodb://user:secret@localhost/app?secret=1' },
      'The connection string or one of its options cannot be parsed. ',
    ],
    [
      'with writes that nobody acknowledges',
      { uri: 'mongodb://user:secret@localhost/app?w=0' },
      'Its write concern is 0, and the server does not acknowledge such writes. ',
    ],
    [
      'with such writes by an option of the client',
      { uri: 'mongodb://localhost/app', clientOptions: { writeConcern: { w: 0 } } },
      'Its write concern is 0, ',
    ],
    ['with a password that is not encoded', { uri: 'mongodb://user:sec%ret@localhost/app' }, 'reason'],
  ])('refuses options %s at once, without credentials in the message', async (_title, options, reason) => {
    const error = await errorOf(options);
    expect(error).toBeInstanceOf(ConnectionConfigurationError);
    expect(error.message).toContain(reason === 'reason' ? 'Connection "main"' : reason);
    expect(error.message).not.toMatch(/sec/);
    expect(inspect(error)).not.toMatch(/secret|sec%ret/);
  });

  const nobody: ConnectionOptions = {
    uri: 'mongodb://user:secret@127.0.0.1:1/app',
    clientOptions: { serverSelectionTimeoutMS: 20, connectTimeoutMS: 20 },
  };

  test('tries again with doubled delays up to the longest, then says how often', async () => {
    const waits: [number, number][] = [];
    const retry = { attempts: 4, delay: 1, maxDelay: 3 };
    const error = await errorOf({ ...nobody, retry }, (attempt, wait) => void waits.push([attempt, wait]));
    expect(error).toBeInstanceOf(ConnectionFailedError);
    expect(waits).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect((error as ConnectionFailedError).attempts).toBe(4);
    expect((error as ConnectionFailedError).reason).toBe('No server answered at 127.0.0.1:1');
    expect(inspect(error)).not.toContain('secret');
  });

  test('tries once where one attempt is all', async () => {
    const error = await errorOf({ ...nobody, retry: { attempts: 1 } });
    expect(error).toBeInstanceOf(ConnectionFailedError);
  });

  test('waits no longer when it is aborted', async () => {
    const controller = new AbortController();
    const retry = { attempts: 2, delay: 600_000, maxDelay: 600_000 };
    const error = await errorOf({ ...nobody, retry }, () => controller.abort(), controller.signal);
    expect(error.name).toBe('AbortError');
  });
});
