import { describe, expect, test } from 'vitest';
import { equal } from '../../../lib/query/comparison/equal.js';
import { Operator } from '../../../lib/query/filter-operator.js';
import { noneOfValues } from '../../../lib/query/comparison/none-of.js';
import { not } from '../../../lib/query/logic/not.js';
import { notEqual } from '../../../lib/query/comparison/not-equal.js';
import { oneOf, oneOfValues } from '../../../lib/query/comparison/one-of.js';
import { codeFor } from '../../../lib/query/operators.js';

const read = (operator: unknown): ReturnType<typeof Operator.read> => Operator.read(operator as Operator);

describe('oneOf', () => {
  test('holds a frozen copy of its values', () => {
    const values = ['a', 'b'];
    const operator = oneOf(values);
    values.push('c');
    expect(read(operator)).toEqual({ node: oneOfValues, operand: ['a', 'b'] });
    expect(Object.isFrozen(read(operator).operand)).toBe(true);
  });
});

describe('not', () => {
  test.each<[string, unknown, object]>([
    ['a value', not('a'), { node: notEqual, operand: 'a' }],
    ['null', not(null), { node: notEqual, operand: null }],
    ['an array', not(['a']), { node: notEqual, operand: ['a'] }],
    ['oneOf', not(oneOf(['a', 'b'])), { node: noneOfValues, operand: ['a', 'b'] }],
    ['not of oneOf', not(not(oneOf(['a', 'b']))), { node: oneOfValues, operand: ['a', 'b'] }],
    ['not of a value', not(not('a')), { node: equal, operand: 'a' }],
  ])('of %s', (_title, operator, expected) => {
    expect(read(operator)).toEqual(expected);
  });
});

describe('The table of operators', () => {
  test('knows the code for an operator of MongoDB', () => {
    expect(['$eq', '$in', '$ne', '$nin', '$not'].map(codeFor)).toEqual([
      'the value itself',
      'oneOf([...])',
      'not(...)',
      'noneOf([...])',
      'not(...)',
    ]);
    expect(codeFor('$where')).toBeUndefined();
  });
});

describe('an operator', () => {
  const operator = oneOf(['a']);

  test('is known', () => {
    expect(Operator.isOperator(operator)).toBe(true);
    expect(Operator.isOperator(not(1))).toBe(true);
  });

  test.each<[string, unknown]>([
    ['parsing JSON', JSON.parse(JSON.stringify(operator))],
    ['Object.create', Object.create(operator)],
    ['an object with its prototype', Object.create(Operator.prototype)],
    ['spreading', { ...(operator as object) }],
    ['Object.assign', Object.assign({}, operator)],
    ['structuredClone', structuredClone(operator)],
    ['a proxy', new Proxy(operator, {})],
    ['an object that looks like it', { name: 'oneOf', values: ['a'] }],
    ['a text', 'oneOf'],
    ['null', null],
    ['undefined', undefined],
  ])('is not made by %s', (_title, forged) => {
    expect(Operator.isOperator(forged)).toBe(false);
  });

  test('is frozen and shows nothing of its values', () => {
    expect(Object.isFrozen(operator)).toBe(true);
    expect(Reflect.ownKeys(operator)).toEqual([]);
    expect(JSON.stringify(operator)).toBe('{}');
  });
});
