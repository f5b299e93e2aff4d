import { describe, expect, test } from 'vitest';
import { ParallelWriteError, RecursiveSignalError } from '../../../lib/lifecycle/lifecycle-errors.js';

describe('ParallelWriteError', () => {
  test('says what to do', () => {
    const error = new ParallelWriteError('Person', 'save');
    expect([error.code, error.documentName]).toEqual(['PARALLEL_WRITE', 'Person']);
    expect(error.message).toBe(
      'save of a Person was refused. Another save, delete or reload of the same object is in progress, and their order would be random. ' +
        'Await one before the next, or load the document separately for each.',
    );
  });
});

describe('RecursiveSignalError', () => {
  test('has a path of its own', () => {
    const path = ['Person.save', 'postSave', 'Person.save'];
    const error = new RecursiveSignalError(path, undefined);
    path.push('more');
    expect(error.path).toEqual(['Person.save', 'postSave', 'Person.save']);
    expect(error.code).toBe('RECURSIVE_SIGNAL');
  });
});
