import { describe, expect, test } from '@jest/globals';
import { LazySnapshot } from '../../../lib/state/lazy-snapshot.js';

describe('LazySnapshot', () => {
  test('reads what is stored once, when it is asked for', () => {
    let reads = 0;
    const snapshot = new LazySnapshot(() => ({ name: `read ${++reads}` }));
    expect(reads).toBe(0);
    expect(snapshot.stored).toEqual({ name: 'read 1' });
    expect(snapshot.stored).toEqual({ name: 'read 1' });
  });

  test('holds nothing beside what is stored', () => {
    const snapshot = new LazySnapshot(() => ({ name: 'Ada' }));
    expect(snapshot.unchanged).toBe(snapshot.stored);
  });
});
