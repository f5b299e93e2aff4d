import { describe, expect, test } from 'vitest';
import { capabilities, serverName } from '../../support/server.js';
import { writeAndDie } from '../../support/write-and-die.js';

const inTransactions = capabilities.transactions ? test : test.skip;

describe(`Fault 9: the process is killed between a write and what is told of it (${serverName})`, () => {
  test('without that, listeners hear of both writes', async () => {
    expect(await writeAndDie('alone')).toEqual({
      signal: null,
      people: ['Ada', 'Bob'],
      heard: ['now Ada', 'afterCommit Ada', 'now Bob', 'afterCommit Bob'],
    });
  }, 60_000);

  test('the document is there, and its postSave is lost, in the operation and after it', async () => {
    const fatal = { command: 'insert', moment: 'succeeded' } as const;
    expect(await writeAndDie('alone', fatal)).toEqual({ signal: 'SIGKILL', people: ['Ada'], heard: [] });
  }, 60_000);

  inTransactions(
    'after a commit (needs transactions), what was told in it is there, and what is told later is lost',
    async () => {
      const fatal = { command: 'commitTransaction', moment: 'succeeded' } as const;
      expect(await writeAndDie('transaction', fatal)).toEqual({
        signal: 'SIGKILL',
        people: ['Ada', 'Bob'],
        heard: ['now Ada', 'now Bob'],
      });
    },
    60_000,
  );
});
