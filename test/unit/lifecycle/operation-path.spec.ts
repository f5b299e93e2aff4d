import { beforeEach, describe, expect, test } from 'vitest';
import { RecursiveSignalError } from '../../../lib/lifecycle/lifecycle-errors.js';
import { OperationPath } from '../../../lib/lifecycle/operation-path.js';
import { assertCanEnter, newStep } from '../../../lib/lifecycle/operation-step.js';
import type { StepOwner } from '../../../lib/lifecycle/operation-step.js';

const [ada, bob] = [{ name: 'Ada' }, { name: 'Bob' }];

interface Operation extends StepOwner {
  isOver: boolean;
  /** Sends a signal of it to a receiver. */
  send<R>(signal: string, receiver: () => R): R;
}

/** An operation that is called where this is called. */
function begin(path: OperationPath, label: string, documents: readonly object[] = []): Operation {
  const operation: Operation = {
    ...{ label, documents, caller: path.current, isOver: false },
    send(signal, receiver) {
      return path.trackedAt(newStep(operation, signal))(receiver);
    },
  };
  assertCanEnter(operation, documents);
  return operation;
}

/** Nests so many operations in each other's signals and calls `work` in the innermost one. */
function nest(path: OperationPath, depth: number, work: () => unknown): unknown {
  if (depth === 0) return work();
  return begin(path, 'Person.save', [{}]).send('preSave', () => nest(path, depth - 1, work));
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
  let path: OperationPath;
  beforeEach(() => {
    path = new OperationPath();
  });

  test('lets an operation enter that was called by nobody', () => {
    expect(() => begin(path, 'Person.save', [ada])).not.toThrow();
    expect(path.current).toBeUndefined();
  });

  test('hands back what a receiver returns, and throws what it throws', () => {
    const saving = begin(path, 'Person.save', [ada]);
    expect(saving.send('preSave', () => 5)).toBe(5);
    const veto = (): never => {
      throw new Error('a veto');
    };
    expect(() => saving.send('preSave', veto)).toThrow('a veto');
    expect(path.current).toBeUndefined();
  });

  test('lets an operation of another document enter from a signal', () => {
    begin(path, 'Person.save', [ada]).send('preSave', () => {
      expect(() => begin(path, 'Person.save', [bob])).not.toThrow();
      expect(() => begin(path, 'Person.find')).not.toThrow();
    });
  });

  test('refuses the same document, and names the path', () => {
    const error = errorOf(() =>
      begin(path, 'Person.save', [ada]).send('postSave', () => begin(path, 'Person.delete', [bob, ada])),
    );
    expect(error).toBeInstanceOf(RecursiveSignalError);
    expect(error.path).toEqual(['Person.save', 'postSave', 'Person.delete']);
    expect(error.message).toBe(
      'Recursive signal: Person.save → postSave → Person.delete. ' +
        'The document is already being written earlier on this path, so its receivers would call each other forever. ' +
        'Change the document in preSave, so that the current save writes it, or write it after that save has returned.',
    );
  });

  test('refuses a document of any operation further up', () => {
    const error = errorOf(() =>
      begin(path, 'Person.save', [ada]).send('preSave', () =>
        begin(path, 'Pet.save', [bob]).send('postSave', () => begin(path, 'Person.save', [ada])),
      ),
    );
    expect(error.path).toEqual(['Person.save', 'preSave', 'Pet.save', 'postSave', 'Person.save']);
    expect(Object.isFrozen(error.path)).toBe(true);
  });

  test('knows what an operation was called from also when that has gone on', async () => {
    let going: Promise<unknown> = Promise.resolve();
    const goOn = async (inner: Operation): Promise<void> => {
      await new Promise(setImmediate);
      inner.send('postSave', () => begin(path, 'Person.save', [ada]));
    };
    begin(path, 'Person.save', [ada]).send('preSave', () => {
      going = goOn(begin(path, 'Pet.save', [bob]));
    });
    await expect(going).rejects.toMatchObject({
      path: ['Person.save', 'preSave', 'Pet.save', 'postSave', 'Person.save'],
    });
  });

  test('lets the same document enter again when the receiver has returned', () => {
    begin(path, 'Person.save', [ada]).send('preSave', () => {});
    expect(() => begin(path, 'Person.save', [ada])).not.toThrow();
  });

  test('knows the outer operation again when the signal of an inner one was sent', () => {
    begin(path, 'Person.save', [ada]).send('preSave', () => {
      begin(path, 'Pet.save', [bob]).send('preSave', () => {});
      expect(() => begin(path, 'Person.save', [ada])).toThrow(RecursiveSignalError);
    });
  });

  test('takes work that was left behind inside another operation to be called by that one', () => {
    const error = errorOf(() =>
      begin(path, 'Person.save', [ada]).send('preSave', () => {
        const inner = begin(path, 'Pet.save', [bob]);
        inner.isOver = true;
        inner.send('postSave', () => {
          begin(path, 'Pet.save', [bob]);
          begin(path, 'Person.save', [ada]);
        });
      }),
    );
    expect(error.path).toEqual(['Person.save', 'preSave', 'Person.save']);
  });

  test('shares nothing with the path of another application', () => {
    begin(path, 'Person.save', [ada]).send('preSave', () => {
      expect(() => begin(new OperationPath(), 'Person.save', [ada])).not.toThrow();
    });
  });

  test('follows asynchronous calls', async () => {
    await begin(path, 'Person.save', [ada]).send('preSave', async () => {
      await new Promise(setImmediate);
      expect(() => begin(path, 'Person.save', [ada])).toThrow(RecursiveSignalError);
    });
  });

  test('does not mix up calls that run at the same time', async () => {
    let enterAda: () => void = () => {};
    const adaSaves = begin(path, 'Person.save', [ada]).send(
      'preSave',
      () => new Promise<void>((resolve) => (enterAda = resolve)),
    );
    expect(() => begin(path, 'Person.save', [ada])).not.toThrow();
    enterAda();
    await adaSaves;
  });

  test('nests eight operations and no more', () => {
    expect(() => nest(path, 7, () => begin(path, 'Person.save', [ada]))).not.toThrow();
    const error = errorOf(() => nest(path, 8, () => begin(path, 'Pet.find')));
    expect(error.path).toHaveLength(17);
    expect(error.reason).toBe('Operations may nest in the signals of others to a depth of 8');
  });

  test('takes work that a receiver left behind to be called by nobody', async () => {
    let goOn: () => void = () => {};
    const saving = begin(path, 'Person.save', [ada]);
    const behind = saving.send('postSave', async () => {
      await new Promise<void>((resolve) => (goOn = resolve));
      begin(path, 'Person.save', [ada]);
    });
    saving.isOver = true;
    goOn();
    await expect(behind).resolves.toBeUndefined();
  });

  test('does not count operations that are over', () => {
    let work = (): void => void begin(path, 'Person.save');
    for (let depth = 0; depth < 20; depth++) {
      const inner = work;
      work = () => {
        const saving = begin(path, 'Person.save', [{}]);
        saving.isOver = true;
        saving.send('preSave', inner);
      };
    }
    expect(work).not.toThrow();
  });

  test('goes on knowing an operation that waits for a receiver when another one has sent its signal', async () => {
    let goOn: () => void = () => {};
    const waiting = begin(path, 'Person.save', [ada]).send('preSave', async () => {
      await new Promise<void>((resolve) => (goOn = resolve));
      begin(path, 'Person.save', [ada]);
    });
    begin(path, 'Pet.save', [bob]).send('preSave', () => {});
    await begin(path, 'Pet.save', [bob]).send('postSave', async () => {});
    expect(() =>
      begin(path, 'Pet.save', [bob]).send('preSave', () => {
        throw new Error('a veto');
      }),
    ).toThrow('a veto');
    goOn();
    await expect(waiting).rejects.toBeInstanceOf(RecursiveSignalError);
  });
});
