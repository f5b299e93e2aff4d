import { describe, expect, test } from 'vitest';
import type { ClientSession } from 'mongodb';
import { SessionMark } from '../../../lib/transaction/session-mark.js';
import type { TransactionAttempt } from '../../../lib/transaction/transaction-attempt.js';

const attempt = Object.freeze({ number: 1 }) as unknown as TransactionAttempt;

function markedSession(): ClientSession {
  const session = {} as ClientSession;
  SessionMark.set(session, attempt);
  return session;
}

describe('The mark of a session', () => {
  test('tells its attempt, and is in no list of what it holds', () => {
    const session = markedSession();
    expect(SessionMark.attemptOf(session)).toBe(attempt);
    expect(Reflect.ownKeys(session)).toEqual([]);
  });

  test.each<[string, object]>([
    ['an object that was not given it', {}],
    ['a copy', Object.assign({}, markedSession())],
    ['an object that inherits', Object.create(markedSession()) as object],
    ['an object that says yes to everything', new Proxy({}, { has: () => true, get: () => attempt })],
  ])('is not had by %s', (_title, object) => {
    expect(SessionMark.attemptOf(object)).toBeUndefined();
  });
});
