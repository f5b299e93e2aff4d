import { describe, expect, test } from 'vitest';
import { Notices } from '../../../../lib/transaction/notices.js';
import type { TransactionAttempt } from '../../../../lib/transaction/transaction-attempt.js';
import { postCommit, postRollback } from '../../../../lib/lifecycle/signals.js';
import { OperationPath } from '../../../../lib/lifecycle/operation-path.js';
import { Transaction } from '../../../../lib/lifecycle/transaction-payloads.js';
import type { AfterPhase } from '../../../../lib/signal/phase.js';
import type { Signal } from '../../../../lib/signal/signal.js';
import { DocumentMemory } from '../../../../lib/operation/repository-context.js';
import { announceEnd } from '../../../../lib/operation/announce/announce-end.js';
import { busOn } from '../../../support/unit/unit-signals.js';

/** An attempt without notices, whose properties cannot be read. */
const unreadable = new Proxy({} as TransactionAttempt, {
  get(_, name) {
    if (name === 'notices') return new Notices();
    if (name === 'connection') return { newTimeout: lookedAt };
    return lookedAt();
  },
});

function lookedAt(): never {
  throw new Error('looked at');
}

const memory = new DocumentMemory();

const signalOf: Record<AfterPhase, Signal<any, any>> = {
  afterCommit: postCommit,
  notApplied: postRollback,
};

describe('announceEnd', () => {
  test.each(['afterCommit', 'notApplied'] as const)(
    'builds no payload of the phase %s when nobody listens',
    async (ending) => {
      const { bus } = busOn();
      bus.connect(
        signalOf[ending === 'afterCommit' ? 'notApplied' : 'afterCommit'],
        Transaction,
        () => undefined,
      );

      const telling = announceEnd(bus, new OperationPath(), memory)(ending, unreadable, undefined);
      await expect(telling).resolves.toBeUndefined();
    },
  );

  test.each(['afterCommit', 'notApplied'] as const)(
    'builds one of the phase %s when somebody listens',
    (ending) => {
      const { bus } = busOn();
      bus.connect(signalOf[ending], Transaction, () => undefined);

      const telling = announceEnd(bus, new OperationPath(), memory)(ending, unreadable, undefined);
      return expect(telling).rejects.toThrow('looked at');
    },
  );
});
