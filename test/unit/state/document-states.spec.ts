import { describe, expect, test } from '@jest/globals';
import { DocumentStates } from '../../../lib/state/document-states.js';

const snapshot = { stored: {}, unchanged: {} };

describe('DocumentStates', () => {
  test('knows nothing of a document at first', () => {
    expect(new DocumentStates().find({})).toBeUndefined();
  });

  test('goes from created to loaded to deleted', () => {
    const states = new DocumentStates();
    const document = {};
    states.markCreated(document);
    expect(states.find(document)).toEqual({ status: 'new' });
    states.markLoaded(document, { ...snapshot });
    expect(states.find(document)).toEqual({ status: 'loaded', snapshot });
    states.markDeleted(document);
    expect(states.find(document)).toEqual({ status: 'deleted' });
  });

  test('freezes what it knows', () => {
    const states = new DocumentStates();
    const document = {};
    states.markLoaded(document, { ...snapshot });
    const state = states.find(document);
    expect(Object.isFrozen(state)).toBe(true);
    expect(state?.status === 'loaded' && Object.isFrozen(state.snapshot)).toBe(true);
  });

  test('writes nothing on the document, frozen ones included', () => {
    const states = new DocumentStates();
    const document = Object.freeze({});
    states.markCreated(document);
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
    new DocumentStates().markCreated(document);
    expect(new DocumentStates().find(document)).toBeUndefined();
  });
});
