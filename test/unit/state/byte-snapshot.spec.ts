import { describe, expect, test } from '@jest/globals';
import { ByteSnapshot } from '../../../lib/state/byte-snapshot.js';

const bytes = Buffer.from('Ada');

describe('ByteSnapshot', () => {
  test('reads what is stored once, when it is asked for', () => {
    let reads = 0;
    const snapshot = new ByteSnapshot(
      bytes,
      (given) => ({ name: `${Buffer.from(given).toString()} ${++reads}` }),
      undefined,
      undefined,
    );
    expect(reads).toBe(0);
    expect(snapshot.stored).toEqual({ name: 'Ada 1' });
    expect(snapshot.stored).toEqual({ name: 'Ada 1' });
  });

  test('is unchanged as it is stored', () => {
    const snapshot = new ByteSnapshot(bytes, () => ({ name: 'Ada' }), undefined, undefined);
    expect(snapshot.unchanged).toBe(snapshot.stored);
  });

  test('is unchanged with what the class initialised, which is not stored', () => {
    const snapshot = new ByteSnapshot(bytes, () => ({ name: 'Ada' }), { tags: [] }, undefined);
    expect(snapshot.unchanged).toEqual({ name: 'Ada', tags: [] });
    expect(snapshot.stored).toEqual({ name: 'Ada' });
  });
});
