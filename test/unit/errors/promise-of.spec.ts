import { describe, expect, test } from 'vitest';
import { promiseOf } from '../../../lib/errors/promise-of.js';

/** Counts how often it is asked for its `then`, and how often that is called. */
function counting(answer: (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void) {
  const counts = { reads: 0, calls: 0 };
  const thenable = {
    get then() {
      counts.reads++;
      return (resolve: (value: unknown) => void, reject: (error: unknown) => void) => {
        counts.calls++;
        answer(resolve, reject);
      };
    },
  };
  return { thenable, counts };
}

describe('promiseOf', () => {
  test.each<[unknown]>([[{ then: true }], [{}], [null], [undefined], ['then'], [() => {}]])(
    'is undefined for what cannot be awaited, row %#',
    (value) => {
      expect(promiseOf(value)).toBeUndefined();
    },
  );

  test('gives a promise back as it is', () => {
    const promise = Promise.resolve(1);

    expect(promiseOf(promise)).toBe(promise);
  });

  test('reads and calls the then of others once, at once', async () => {
    const { thenable, counts } = counting((resolve) => {
      resolve('done');
    });
    const promise = promiseOf(thenable);

    expect(counts).toEqual({ reads: 1, calls: 1 });
    expect([await promise, await promise]).toEqual(['done', 'done']);
    expect(counts).toEqual({ reads: 1, calls: 1 });
  });

  test('calls the then of a class that extends Promise once', async () => {
    let calls = 0;
    class Lazy extends Promise<unknown> {
      override then(): never {
        calls++;
        return undefined as never;
      }
    }
    void promiseOf(new Lazy(() => {}));

    expect(calls).toBe(1);
  });

  test('awaits a function that has a then', async () => {
    const query = Object.assign(() => {}, {
      then: (resolve: (value: unknown) => void) => {
        resolve('sent');
      },
    });

    expect(await promiseOf(query)).toBe('sent');
  });

  test('settles as what is called first says', async () => {
    const both = counting((resolve, reject) => {
      resolve('first');
      reject(new Error('second'));
    });
    const other = counting((resolve, reject) => {
      reject(new Error('first'));
      resolve('second');
      throw new Error('third');
    });

    expect(await promiseOf(both.thenable)).toBe('first');
    await expect(promiseOf(other.thenable)).rejects.toThrow('first');
  });

  test('is rejected with what then throws', async () => {
    const { thenable } = counting(() => {
      throw new Error('no connection');
    });

    await expect(promiseOf(thenable)).rejects.toThrow('no connection');
  });

  test('throws what reading then throws', () => {
    const thenable = {
      get then() {
        throw new Error('not now');
      },
    };

    expect(() => promiseOf(thenable)).toThrow('not now');
  });

  test('awaits what then gives, once', async () => {
    const inner = counting((resolve) => {
      resolve('inner');
    });
    const outer = counting((resolve) => {
      resolve(inner.thenable);
    });

    expect(await promiseOf(outer.thenable)).toBe('inner');
    expect(inner.counts).toEqual({ reads: 1, calls: 1 });
  });
});
