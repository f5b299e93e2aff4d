import { describe, expect, test } from 'vitest';
import { DocumentStates } from '../../../../lib/state/memory/document-states.js';
import { ValueSnapshot } from '../../../../lib/state/snapshot/value-snapshot.js';

const snapshot = new ValueSnapshot({});

describe('DocumentStates', () => {
  test('knows nothing of a document at first', () => {
    expect(new DocumentStates().find({})).toBeUndefined();
  });

  test('knows what it was told last', () => {
    const states = new DocumentStates();
    const document = {};
    states.set(document, 'new');
    expect(states.find(document)).toBe('new');
    states.set(document, snapshot);
    expect(states.find(document)).toBe(snapshot);
    states.set(document, 'deleted');
    expect(states.find(document)).toBe('deleted');
  });

  test('writes nothing on the document, frozen ones included', () => {
    const states = new DocumentStates();
    const document = Object.freeze({});
    states.set(document, 'new');
    states.lock(document);
    expect(Reflect.ownKeys(document)).toEqual([]);
  });

  test('lets one write at a time take a document', () => {
    const states = new DocumentStates();
    const document = {};
    expect(states.lock(document)).toBe(true);
    expect(states.lock(document)).toBe(false);
    expect(states.lock({})).toBe(true);
    states.unlock(document);
    expect(states.lock(document)).toBe(true);
  });

  test('lets only the transaction that has a document take it, one write at a time', () => {
    const states = new DocumentStates();
    const [document, owner] = [{}, {}];
    const lock = { owner, isLocked: false };
    expect([states.isFree(document), states.ownerOf(document)]).toEqual([true, undefined]);
    states.lockForTransaction(document, lock);
    expect([states.isFree(document), states.ownerOf(document)]).toEqual([false, owner]);
    expect([states.lock(document), states.lock(document, {})]).toEqual([false, false]);
    expect([states.lock(document, owner), states.lock(document, owner)]).toEqual([true, false]);
    states.unlock(document);
    expect(states.lock(document, owner)).toBe(true);
    states.unlock(document);
    states.unlockForTransaction(document, lock);
    expect([states.isFree(document), states.lock(document)]).toEqual([true, true]);
  });

  test('leaves a document that is being written to that write when the transaction is over', () => {
    const states = new DocumentStates();
    const document = {};
    const lock = { owner: {}, isLocked: false };
    states.lock(document, lock.owner);
    states.lockForTransaction(document, lock);
    states.unlockForTransaction(document, lock);
    expect(states.lock(document)).toBe(false);
    states.unlock(document);
    expect(states.isFree(document)).toBe(true);
  });

  test('unlocks no document of another transaction', () => {
    const states = new DocumentStates();
    const document = {};
    const lock = { owner: {}, isLocked: false };
    states.lockForTransaction(document, lock);
    states.unlockForTransaction(document, { owner: lock.owner, isLocked: false });
    expect(states.ownerOf(document)).toBe(lock.owner);
  });

  test('shares nothing with other states, which may know the same document', () => {
    const document = {};
    const [one, other] = [new DocumentStates(), new DocumentStates()];
    one.set(document, 'new');
    expect(other.find(document)).toBeUndefined();
    other.set(document, 'deleted');
    expect(other.lock(document)).toBe(true);
    expect([one.find(document), other.find(document)]).toEqual(['new', 'deleted']);
    expect([one.lock(document), other.lock(document)]).toEqual([true, false]);
  });
});
