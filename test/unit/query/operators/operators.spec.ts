import { describe, expect, test } from 'vitest';
import { equal } from '../../../../lib/query/operators/equal.js';
import { FilterOperator } from '../../../../lib/query/operators/filter-operator.js';
import { noneOfValues } from '../../../../lib/query/operators/none-of.js';
import { not } from '../../../../lib/query/operators/not.js';
import { notEqual } from '../../../../lib/query/operators/not-equal.js';
import { oneOf, oneOfValues } from '../../../../lib/query/operators/one-of.js';
import { codeFor, functionNames } from '../../../../lib/query/operators/operators.js';

describe('oneOf', () => {
  test('holds a frozen copy of its values', () => {
    const values = ['a', 'b'];
    const operator = oneOf(values);
    values.push('c');
    expect(FilterOperator.read(operator)).toEqual({ node: oneOfValues, operand: ['a', 'b'] });
    expect(Object.isFrozen(FilterOperator.read(operator).operand)).toBe(true);
  });
});

describe('not', () => {
  test.each<[string, FilterOperator, object]>([
    ['a value', not('a'), { node: notEqual, operand: 'a' }],
    ['null', not(null), { node: notEqual, operand: null }],
    ['an array', not(['a']), { node: notEqual, operand: ['a'] }],
    ['oneOf', not(oneOf(['a', 'b'])), { node: noneOfValues, operand: ['a', 'b'] }],
    ['not of oneOf', not(not(oneOf(['a', 'b']))), { node: oneOfValues, operand: ['a', 'b'] }],
    ['not of a value', not(not('a')), { node: equal, operand: 'a' }],
  ])('of %s', (_title, operator, expected) => {
    expect(FilterOperator.read(operator)).toEqual(expected);
  });
});

describe('The table of operators', () => {
  test('knows the code for an operator of MongoDB', () => {
    expect(['$eq', '$in', '$ne', '$nin', '$not'].map(codeFor)).toEqual([
      'the value itself',
      'oneOf([...])',
      'not(...)',
      'not(oneOf([...]))',
      'not(...)',
    ]);
    expect(codeFor('$where')).toBeUndefined();
  });

  test('lists the functions that make operators', () => {
    expect(functionNames()).toBe('oneOf() or not()');
  });
});

describe('an operator', () => {
  const operator = oneOf(['a']);

  test('is known', () => {
    expect(FilterOperator.isOperator(operator)).toBe(true);
    expect(FilterOperator.isOperator(not(1))).toBe(true);
  });

  test.each<[string, unknown]>([
    ['parsing JSON', JSON.parse(JSON.stringify(operator))],
    ['Object.create', Object.create(operator)],
    ['an object with its prototype', Object.create(FilterOperator.prototype)],
    ['spreading', { ...(operator as object) }],
    ['Object.assign', Object.assign({}, operator)],
    ['structuredClone', structuredClone(operator)],
    ['a proxy', new Proxy(operator, {})],
    ['an object that looks like it', { name: 'oneOf', values: ['a'] }],
    ['a text', 'oneOf'],
    ['null', null],
    ['undefined', undefined],
  ])('is not made by %s', (_title, forged) => {
    expect(FilterOperator.isOperator(forged)).toBe(false);
  });

  test('is frozen and shows nothing of its values', () => {
    expect(Object.isFrozen(operator)).toBe(true);
    expect(Reflect.ownKeys(operator)).toEqual([]);
    expect(JSON.stringify(operator)).toBe('{}');
  });
});
