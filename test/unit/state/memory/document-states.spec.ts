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
    states.take(document);
    expect(Reflect.ownKeys(document)).toEqual([]);
  });

  test('lets one write at a time take a document', () => {
    const states = new DocumentStates();
    const document = {};
    expect(states.take(document)).toBe(true);
    expect(states.take(document)).toBe(false);
    expect(states.take({})).toBe(true);
    states.release(document);
    expect(states.take(document)).toBe(true);
  });

  test('lets only the transaction that has a document take it, one write at a time', () => {
    const states = new DocumentStates();
    const [document, owner] = [{}, {}];
    const lock = { owner, isTaken: false };
    expect([states.isFree(document), states.ownerOf(document)]).toEqual([true, undefined]);
    states.lock(document, lock);
    expect([states.isFree(document), states.ownerOf(document)]).toEqual([false, owner]);
    expect([states.take(document), states.take(document, {})]).toEqual([false, false]);
    expect([states.take(document, owner), states.take(document, owner)]).toEqual([true, false]);
    states.release(document);
    expect(states.take(document, owner)).toBe(true);
    states.release(document);
    states.unlock(document, lock);
    expect([states.isFree(document), states.take(document)]).toEqual([true, true]);
  });

  test('leaves a document that is being written to that write when the transaction is over', () => {
    const states = new DocumentStates();
    const document = {};
    const lock = { owner: {}, isTaken: false };
    states.take(document, lock.owner);
    states.lock(document, lock);
    states.unlock(document, lock);
    expect(states.take(document)).toBe(false);
    states.release(document);
    expect(states.isFree(document)).toBe(true);
  });

  test('unlocks no document of another transaction', () => {
    const states = new DocumentStates();
    const document = {};
    const lock = { owner: {}, isTaken: false };
    states.lock(document, lock);
    states.unlock(document, { owner: lock.owner, isTaken: false });
    expect(states.ownerOf(document)).toBe(lock.owner);
  });

  test('shares nothing with other states, which may know the same document', () => {
    const document = {};
    const [one, other] = [new DocumentStates(), new DocumentStates()];
    one.set(document, 'new');
    expect(other.find(document)).toBeUndefined();
    other.set(document, 'deleted');
    expect(other.take(document)).toBe(true);
    expect([one.find(document), other.find(document)]).toEqual(['new', 'deleted']);
    expect([one.take(document), other.take(document)]).toEqual([true, false]);
  });
});
