import { describe, expect, test } from '@jest/globals';
import type { TransactionScope } from '../../../lib/connection/transaction-scope.js';
import { postCommit, postRollback } from '../../../lib/lifecycle/signals.js';
import { OperationPath } from '../../../lib/lifecycle/operation-path.js';
import { Transaction } from '../../../lib/lifecycle/unit.js';
import type { AfterPhase } from '../../../lib/signal/phase.js';
import type { Signal } from '../../../lib/signal/signal.js';
import { tellEnding } from '../../../lib/repository/tell-ending.js';
import { busOn } from '../../support/unit-signals.js';

/** Nothing can be read off it. */
const unreadable = new Proxy({} as TransactionScope, {
  get() {
    throw new Error('looked at');
  },
});

const signalOf: Record<AfterPhase, Signal<any, any>> = {
  afterCommit: postCommit,
  afterRollback: postRollback,
};

describe('tellEnding', () => {
  test.each(['afterCommit', 'afterRollback'] as const)(
    'builds no payload of the phase %s when nobody listens',
    (ending) => {
      const { bus } = busOn();
      bus.connect(
        signalOf[ending === 'afterCommit' ? 'afterRollback' : 'afterCommit'],
        Transaction,
        () => undefined,
      );

      expect(tellEnding(bus, new OperationPath())(ending, unreadable, undefined)).toBeUndefined();
    },
  );

  test.each(['afterCommit', 'afterRollback'] as const)(
    'builds one of the phase %s when somebody listens',
    (ending) => {
      const { bus } = busOn();
      bus.connect(signalOf[ending], Transaction, () => undefined);

      const telling = tellEnding(bus, new OperationPath())(ending, unreadable, undefined);
      return expect(telling).rejects.toThrow('looked at');
    },
  );
});
