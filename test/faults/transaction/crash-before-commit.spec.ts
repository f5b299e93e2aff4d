import { describe, expect, test } from 'vitest';
import { capabilities, serverName } from '../../support/server.js';
import { writeAndDie } from '../../support/write-and-die.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

withTransactions(
  `Fault 10: the process is killed before a commit, which needs transactions (${serverName})`,
  () => {
    test('without that, everything is stored and told', async () => {
      expect(await writeAndDie('transaction')).toEqual({
        signal: null,
        people: ['Ada', 'Bob'],
        heard: ['now Ada', 'now Bob', 'afterCommit Ada', 'afterCommit Bob'],
      });
    }, 60_000);

    test.each([
      ['after its first write', { command: 'insert', moment: 'succeeded' }],
      ['after the write of a listener in it', { command: 'insert', moment: 'succeeded', count: 2 }],
      ['after its last write', { command: 'insert', moment: 'succeeded', count: 4 }],
      ['just before the commit is sent', { command: 'commitTransaction', moment: 'started' }],
    ] as const)(
      '%s: nothing is stored, and nothing is told',
      async (_when, fatal) => {
        expect(await writeAndDie('transaction', fatal)).toEqual({ signal: 'SIGKILL', people: [], heard: [] });
      },
      60_000,
    );
  },
);
