import { describe, expect, test } from 'vitest';
import {
  InvalidFilterError,
  InvalidQueryError,
  OperatorNotAllowedError,
  UnknownPathError,
} from '../../../lib/query/query-errors.js';

describe('UnknownPathError', () => {
  test('names the path and the fields', () => {
    const error = new UnknownPathError('Person', 'adress.street', ['name', 'address']);
    expect(error.message).toBe(
      'Person has no such path. "adress.street" does not lead to a declared field. ' +
        'Use field names, joined by dots; Person has name, address.',
    );
    expect([error.code, error.documentName]).toEqual(['UNKNOWN_PATH', 'Person']);
  });

  test.each(['a b', '$where', 'x'.repeat(81), '', '<script>'])(
    'does not repeat %j, which may come from a request',
    (path) => {
      expect(new UnknownPathError('Person', path, ['name']).reason).toBe(
        'The path does not lead to a declared field',
      );
    },
  );
});

describe('OperatorNotAllowedError', () => {
  test.each([
    ['$eq', 'the value itself'],
    ['$in', 'oneOf([...])'],
    ['$ne', 'not(...)'],
    ['$not', 'not(...)'],
    ['$nin', 'noneOf([...])'],
    ['$gt', 'gt(...)'],
  ])('names what to use instead of %s', (operator, substitute) => {
    expect(new OperatorNotAllowedError('Person', operator).message).toBe(
      `A filter for Person holds an operator in a plain object. ${operator} is how requests inject queries, ` +
        `so only functions can create operators. Use ${substitute} instead.`,
    );
  });

  test('does not repeat an operator that it does not know', () => {
    const error = new OperatorNotAllowedError('Person', '$secret');
    expect(error.message).not.toContain('secret');
    expect(error.code).toBe('OPERATOR_NOT_ALLOWED');
  });
});

describe('InvalidFilterError', () => {
  test('names the path, and nothing for the filter itself', () => {
    expect(new InvalidFilterError('Person', 'age', 'Why', 'Do').problem).toBe(
      'A filter for Person cannot be used, because of age',
    );
    const error = new InvalidFilterError('Person', '', 'Why', 'Do');
    expect(error.message).toBe('A filter for Person cannot be used. Why. Do.');
    expect(error.code).toBe('INVALID_FILTER');
  });
});

describe('InvalidQueryError', () => {
  test('says what to do', () => {
    const error = new InvalidQueryError('Person', 'Why', 'Do');
    expect(error.message).toBe('A query for Person cannot be used. Why. Do.');
    expect(error.code).toBe('INVALID_QUERY');
  });
});
