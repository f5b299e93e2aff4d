import { describe, expect, test } from 'vitest';
import { supportsTransactions } from '../../../lib/driver/connection.js';

describe('supportsTransactions', () => {
  test.each<[string, object, boolean]>([
    ['a standalone server', { isWritablePrimary: true, maxWireVersion: 25, ok: 1 }, false],
    ['a member of a replica set', { setName: 'rs0', secondary: true, hosts: ['a:1'] }, true],
    ['a member that is not initiated yet', { isreplicaset: true, info: 'Does not have a config' }, false],
    ['an arbiter', { setName: 'rs0', arbiterOnly: true }, true],
    ['a mongos', { isWritablePrimary: true, msg: 'isdbgrid' }, true],
    ['something else with a message', { msg: 'hello' }, false],
    ['nothing that is known', {}, false],
  ])('of %s', (_, hello, expected) => {
    expect(supportsTransactions(hello)).toBe(expected);
  });
});
