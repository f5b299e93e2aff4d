import { describe, expect, test } from 'vitest';
import { DocumentsError } from '../../../lib/errors/documents-error.js';

class ExampleError extends DocumentsError {
  readonly code = 'EXAMPLE';
}

describe('DocumentsError', () => {
  test('has a message of problem, reason and remedy', () => {
    const error = new ExampleError({ problem: 'It broke', reason: 'It is old', remedy: 'Replace it' });
    expect(error.message).toBe('It broke. It is old. Replace it.');
  });

  test('adds no full stop to a part that ends with a mark of its own', () => {
    const error = new ExampleError({ problem: 'It broke!', reason: 'Why?', remedy: 'Wait.' });
    expect(error.message).toBe('It broke! Why? Wait.');
  });

  test('keeps the three parts', () => {
    const error = new ExampleError({ problem: 'a', reason: 'b', remedy: 'c' });
    expect([error.problem, error.reason, error.remedy]).toEqual(['a', 'b', 'c']);
  });

  test('is named after its class', () => {
    const error = new ExampleError({ problem: 'a', reason: 'b', remedy: 'c' });
    expect(error.name).toBe('ExampleError');
    expect(String(error)).toBe('ExampleError: a. b. c.');
  });

  test('is an Error', () => {
    expect(new ExampleError({ problem: 'a', reason: 'b', remedy: 'c' })).toBeInstanceOf(Error);
  });

  test('keeps its cause out of the message', () => {
    const cause = new Error('secret');
    const error = new ExampleError({ problem: 'a', reason: 'b', remedy: 'c', cause });
    expect(error.cause).toBe(cause);
    expect(error.message).not.toContain('secret');
  });

  test('has no cause where none was given', () => {
    const error = new ExampleError({ problem: 'a', reason: 'b', remedy: 'c' });
    expect('cause' in error).toBe(false);
  });

  test('shows programs its code and not the parts of its message again', () => {
    const error = new ExampleError({ problem: 'a', reason: 'b', remedy: 'c' });
    expect(Object.keys(error)).toEqual(['code']);
  });
});
