import type { LoggerService } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inspect } from 'node:util';
import {
  ConnectionFailedError,
  DocumentsModule,
  UnknownConnectionError,
  getConnectionToken,
} from 'nestjs-documents';
import type { Connection, ConnectionRetryOptions } from 'nestjs-documents';
import { errorOf, silent } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { databaseUri } from '../../support/server.js';
import { createTcpProxy } from '../../support/proxy/tcp-proxy.js';
import type { TcpProxy } from '../../support/proxy/tcp-proxy.js';

describe('DocumentsModule.forRoot when nobody listens at the port', () => {
  const server = new URL(databaseUri());
  let proxy: TcpProxy;
  let warnings: string[];
  /** Called with each warning: the application is between two attempts then. */
  let onWarning: (warning: string) => void;

  beforeEach(async () => {
    proxy = await createTcpProxy({ host: server.hostname, port: Number(server.port) });
    warnings = [];
    onWarning = () => {};
  });
  afterEach(() => proxy.close());

  const start = async (retry: ConnectionRetryOptions, connections = ['default'], credentials = '') => {
    const nothing = () => {};
    const warn = (message: string) => {
      warnings.push(message);
      onWarning(message);
    };
    const logger: LoggerService = { log: nothing, error: nothing, warn };
    const uri = `mongodb://${credentials}127.0.0.1:${proxy.port}${server.pathname}?directConnection=true`;
    const testing = await Test.createTestingModule({
      imports: connections.map((connection) =>
        DocumentsModule.forRoot({ uri, connection, retry, clientOptions: { serverSelectionTimeoutMS: 30 } }),
      ),
    })
      .setLogger(logger)
      .compile();
    return testing.createNestApplication({ logger }).init();
  };

  test('connects once the server is there', async () => {
    onWarning = () => void proxy.open();
    const app = await start({ attempts: 100, delay: 5, maxDelay: 20 });
    const { db } = app.get<Connection>(getConnectionToken());
    expect(await db.command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect(warnings.length).toBeGreaterThan(0);
    await app.close();
  });

  test('waits longer each time, up to maxDelay, and says so', async () => {
    await errorOf(() => start({ attempts: 6, delay: 2, maxDelay: 10 }));
    expect(warnings).toEqual(
      [2, 4, 8, 10, 10].map(
        (wait, index) =>
          `Connection "default": attempt ${index + 1} reached no server, trying again in ${wait} ms`,
      ),
    );
  });

  test('throws ConnectionFailedError after the last attempt, which names the host', async () => {
    const error = await errorOf(() => start({ attempts: 3, delay: 1 }));
    expect(error).toBeInstanceOf(ConnectionFailedError);
    expect(error).toMatchObject({ code: 'CONNECTION_FAILED', connection: 'default', attempts: 3 });
    expect(error.message).toContain(`127.0.0.1:${proxy.port}`);
  });

  test('tries once with { attempts: 1 }', async () => {
    const error = await errorOf(() => start({ attempts: 1 }));
    expect(error).toMatchObject({ code: 'CONNECTION_FAILED', attempts: 1 });
    expect(warnings).toEqual([]);
  });

  test('has no credentials in the error, its cause as it is logged, and the warnings', async () => {
    const error = await errorOf(() => start({ attempts: 2, delay: 1 }, ['default'], 'user:s3cret@'));
    expect(error).toBeInstanceOf(ConnectionFailedError);
    for (const text of [error.message, error.stack, inspect(error, { depth: Infinity }), warnings.join()])
      expect(text).not.toMatch(/s3cret|user:/);
  });

  test('keeps no connection open when another one cannot be made', async () => {
    await proxy.open();
    const uri = `mongodb://127.0.0.1:${proxy.port}${server.pathname}?directConnection=true`;
    const error = await errorOf(() =>
      Test.createTestingModule({
        imports: [DocumentsModule.forRoot({ uri }), DocumentsModule.forFeature([Person], 'missing')],
      })
        .setLogger(silent)
        .compile(),
    );
    expect(error).toBeInstanceOf(UnknownConnectionError);
    await proxy.idle();
    expect(proxy.connections).toBe(0);
  });

  test('closes all its connections when the application ends', async () => {
    await proxy.open();
    const app = await start({ attempts: 100, delay: 5, maxDelay: 20 }, ['one', 'two']);
    expect(proxy.connections).toBeGreaterThan(0);
    await app.close();
    await proxy.idle();
    expect(proxy.connections).toBe(0);
  });
});
