import { describe, expect, test } from 'vitest';
import type { ClientSession } from 'mongodb';
import { SessionMark } from '../../../lib/transaction/session-mark.js';
import type { TransactionScope } from '../../../lib/transaction/transaction-attempt.js';

const scope = Object.freeze({ attempt: 1 }) as unknown as TransactionScope;

function markedSession(): ClientSession {
  const session = {} as ClientSession;
  SessionMark.set(session, scope);
  return session;
}

describe('The mark of a session', () => {
  test('tells its scope, and is in no list of what it holds', () => {
    const session = markedSession();
    expect(SessionMark.scopeOf(session)).toBe(scope);
    expect(Reflect.ownKeys(session)).toEqual([]);
  });

  test.each<[string, object]>([
    ['an object that was not given it', {}],
    ['a copy', Object.assign({}, markedSession())],
    ['an object that inherits', Object.create(markedSession()) as object],
    ['an object that says yes to everything', new Proxy({}, { has: () => true, get: () => scope })],
  ])('is not had by %s', (_title, object) => {
    expect(SessionMark.scopeOf(object)).toBeUndefined();
  });
});
