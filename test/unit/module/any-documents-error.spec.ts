import { describe, expect, test, vi } from 'vitest';
import { isDocumentsError } from '../../../lib/module/any-documents-error.js';
import { UnknownPathError } from '../../../lib/query/query-errors.js';

describe('isDocumentsError', () => {
  test('knows an error of this package', () => {
    const error: unknown = new UnknownPathError('Person', 'nmae', ['name']);
    expect(isDocumentsError(error) && error.code).toBe('UNKNOWN_PATH');
  });

  test('knows an error of another copy of this package', async () => {
    vi.resetModules();
    const copy = await import('../../../lib/query/query-errors.js');
    const error = new copy.UnknownPathError('Person', 'nmae', ['name']);
    expect(error).not.toBeInstanceOf(UnknownPathError);
    expect(isDocumentsError(error)).toBe(true);
  });

  test.each([
    ['another error', new Error('UNKNOWN_PATH')],
    ['an error with a code', Object.assign(new Error('no'), { code: 'UNKNOWN_PATH' })],
    ['plain data', { code: 'UNKNOWN_PATH', problem: '', reason: '', remedy: '' }],
    ['a text', 'UNKNOWN_PATH'],
    ['null', null],
    ['undefined', undefined],
  ])('does not know %s', (_, thrown) => {
    expect(isDocumentsError(thrown)).toBe(false);
  });
});
