import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, jest, test } from '@jest/globals';
import { RecursiveSignalError } from '../../../lib/lifecycle/lifecycle-errors.js';
import { OperationPath } from '../../../lib/lifecycle/operation-path.js';

const running = (): boolean => false;
const [ada, bob] = [{ name: 'Ada' }, { name: 'Bob' }];

/** Nests so many operations in each other's signals and calls `work` in the innermost one. */
function nest(path: OperationPath, depth: number, work: () => unknown): unknown {
  return depth === 0
    ? work()
    : path.run('Person.save', 'preSave', [{}], running, () => nest(path, depth - 1, work));
}

/** Runs and hands back what was thrown. */
function errorOf(work: () => void): RecursiveSignalError {
  try {
    work();
  } catch (error) {
    return error as RecursiveSignalError;
  }
  throw new Error('nothing was thrown');
}

describe('OperationPath', () => {
  test('lets an operation enter that was called by nobody', () => {
    expect(() => new OperationPath().assertCanEnter('Person.save', [ada])).not.toThrow();
  });

  test('hands back what the sending returns', () => {
    expect(new OperationPath().run('Person.save', 'preSave', [ada], running, () => 5)).toBe(5);
  });

  test('lets an operation of another document enter from a signal', () => {
    const path = new OperationPath();
    path.run('Person.save', 'preSave', [ada], running, () => {
      expect(() => path.assertCanEnter('Person.save', [bob])).not.toThrow();
      expect(() => path.assertCanEnter('Person.find', [])).not.toThrow();
    });
  });

  test('refuses the same document, and names the path', () => {
    const path = new OperationPath();
    const error = errorOf(() =>
      path.run('Person.save', 'postSave', [ada], running, () =>
        path.assertCanEnter('Person.delete', [bob, ada]),
      ),
    );
    expect(error).toBeInstanceOf(RecursiveSignalError);
    expect(error.path).toEqual(['Person.save', 'postSave', 'Person.delete']);
    expect(error.message).toBe(
      'A receiver called Person.delete without an end in sight: Person.save → postSave → Person.delete. ' +
        'The document is being written further up on this path, and its receivers would call each other for ever. ' +
        'Change the document in preSave, which is written by the save under way, or write it after that save has returned.',
    );
  });

  test('refuses a document of any operation further up', () => {
    const path = new OperationPath();
    const error = errorOf(() =>
      path.run('Person.save', 'preSave', [ada], running, () =>
        path.run('Pet.save', 'postSave', [bob], running, () => path.assertCanEnter('Person.save', [ada])),
      ),
    );
    expect(error.path).toEqual(['Person.save', 'preSave', 'Pet.save', 'postSave', 'Person.save']);
    expect(Object.isFrozen(error.path)).toBe(true);
  });

  test('lets the same document enter again when the sending is over', () => {
    const path = new OperationPath();
    path.run('Person.save', 'preSave', [ada], running, () => {});
    expect(() => path.assertCanEnter('Person.save', [ada])).not.toThrow();
  });

  test('follows asynchronous calls', async () => {
    const path = new OperationPath();
    await path.run('Person.save', 'preSave', [ada], running, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      expect(() => path.assertCanEnter('Person.save', [ada])).toThrow(RecursiveSignalError);
    });
  });

  test('does not mix up calls that run at the same time', async () => {
    const path = new OperationPath();
    let enterAda: () => void = () => {};
    const adaSaves = path.run(
      'Person.save',
      'preSave',
      [ada],
      running,
      () => new Promise<void>((resolve) => (enterAda = resolve)),
    );
    expect(() => path.assertCanEnter('Person.save', [ada])).not.toThrow();
    enterAda();
    await adaSaves;
  });

  test('nests eight operations and no more', () => {
    const path = new OperationPath();
    expect(() => nest(path, 7, () => path.assertCanEnter('Person.save', [ada]))).not.toThrow();
    const error = errorOf(() => nest(path, 8, () => path.assertCanEnter('Pet.find', [])));
    expect(error.path).toHaveLength(17);
    expect(error.reason).toBe('Operations nest in the signals of others up to a depth of 8');
  });

  test('takes work that a receiver left behind to be called by nobody', async () => {
    const path = new OperationPath();
    let isOver = false;
    let goOn: () => void = () => {};
    const behind = path.run(
      'Person.save',
      'postSave',
      [ada],
      () => isOver,
      async () => {
        await new Promise<void>((resolve) => (goOn = resolve));
        path.assertCanEnter('Person.save', [ada]);
      },
    );
    isOver = true;
    goOn();
    await expect(behind).resolves.toBeUndefined();
  });

  test('takes work that was left behind inside another operation to be called by that one', () => {
    const path = new OperationPath();
    const error = errorOf(() =>
      path.run('Person.save', 'preSave', [ada], running, () =>
        path.run(
          'Pet.save',
          'postSave',
          [bob],
          () => true,
          () => {
            path.assertCanEnter('Pet.save', [bob]);
            path.assertCanEnter('Person.save', [ada]);
          },
        ),
      ),
    );
    expect(error.path).toEqual(['Person.save', 'preSave', 'Person.save']);
  });

  test('does not count operations that are over', () => {
    const path = new OperationPath();
    let work = (): void => path.assertCanEnter('Person.save', []);
    for (let depth = 0; depth < 20; depth++) {
      const inner = work;
      work = () => path.run('Person.save', 'preSave', [{}], () => true, inner);
    }
    expect(work).not.toThrow();
  });

  test('goes on knowing an operation that waits for a receiver when another one has sent its signal', async () => {
    const path = new OperationPath();
    let goOn: () => void = () => {};
    const waiting = path.run('Person.save', 'preSave', [ada], running, async () => {
      await new Promise<void>((resolve) => (goOn = resolve));
      path.assertCanEnter('Person.save', [ada]);
    });
    path.run('Pet.save', 'preSave', [bob], running, () => {});
    await path.run('Pet.save', 'postSave', [bob], running, async () => {});
    expect(() =>
      path.run('Pet.save', 'preSave', [bob], running, () => {
        throw new Error('a veto');
      }),
    ).toThrow('a veto');
    goOn();
    await expect(waiting).rejects.toBeInstanceOf(RecursiveSignalError);
  });

  test('lets go of asynchronous calls when the last signal was sent: following them costs every promise', async () => {
    // What Node then does to promises cannot be seen here: the test runner follows them too.
    const disable = jest.spyOn(AsyncLocalStorage.prototype, 'disable');
    try {
      const path = new OperationPath();
      path.run('Person.save', 'preSave', [ada], running, () => {});
      expect(disable).toHaveBeenCalledTimes(1);
      const sending = path.run('Person.save', 'postSave', [ada], running, async () => {
        path.run('Pet.save', 'preSave', [bob], running, () => {});
        await new Promise(setImmediate);
      });
      expect(disable).toHaveBeenCalledTimes(1);
      await sending;
      expect(disable).toHaveBeenCalledTimes(2);
    } finally {
      disable.mockRestore();
    }
  });

  test('shares nothing with the path of another application', () => {
    const path = new OperationPath();
    path.run('Person.save', 'preSave', [ada], running, () => {
      expect(() => new OperationPath().assertCanEnter('Person.save', [ada])).not.toThrow();
    });
  });
});
