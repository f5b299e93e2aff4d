import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Test } from '@nestjs/testing';
import { DocumentsModule, TransactionsNotSupportedError } from 'nestjs-documents';
import { errorOf, silent } from '../../support/world/integration-app.js';
import { openStandaloneProxy } from '../../support/proxy/standalone-proxy.js';
import type { StandaloneProxy } from '../../support/proxy/standalone-proxy.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';

describe.each(['', '?directConnection=true', '?directConnection=false&retryWrites=false'])(
  'A server that is standalone (by a proxy that says so), reached with "%s"',
  (parameters) => {
    let proxy: StandaloneProxy;
    let uri: string;

    beforeEach(async () => {
      proxy = await openStandaloneProxy();
      uri = proxy.uri + parameters;
    });
    afterEach(() => proxy.close());

    test('does not start an application that requires transactions', async () => {
      const imports = [DocumentsModule.forRoot({ uri, transactions: 'required' })];
      const error = await errorOf(() => Test.createTestingModule({ imports }).setLogger(silent).compile());

      expect(error).toBeInstanceOf(TransactionsNotSupportedError);
      expect(error).toMatchObject({ code: 'TRANSACTIONS_NOT_SUPPORTED', connection: 'default' });
      expect(proxy.changed).toBeGreaterThan(0);
    });

    test.each([{}, { transactions: 'optional' as const }])(
      'is refused where a transaction is begun, before the work is called, with %O, and is written as ever',
      async (options) => {
        const world = await openTransactionsWorld([], { ...options, uri });
        let isCalled = false;
        for (const propagation of ['required', 'requiresNew'] as const) {
          const error = await errorOf(() => world.transactions.run(() => (isCalled = true), { propagation }));
          expect(error).toBeInstanceOf(TransactionsNotSupportedError);
        }
        expect(isCalled).toBe(false);
        await world.saved('Ada');
        expect(await world.names()).toEqual(['Ada']);
        await world.close();
      },
    );

    test('has nothing to do with the propagation "never"', async () => {
      const world = await openTransactionsWorld([], { uri });
      expect(await world.transactions.run(() => 42, { propagation: 'never' })).toBe(42);
      await world.close();
    });
  },
);
