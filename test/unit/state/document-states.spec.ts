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

  test('shares nothing with other states', () => {
    const document = {};
    new DocumentStates().set(document, 'new');
    expect(new DocumentStates().find(document)).toBeUndefined();
  });
});
