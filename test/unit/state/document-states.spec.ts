import { describe, expect, test } from '@jest/globals';
import { DocumentStates } from '../../../lib/state/document-states.js';

const snapshot = { stored: {}, unchanged: {} };

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
