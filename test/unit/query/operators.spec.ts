import { describe, expect, test } from '@jest/globals';
import { FilterOperator, not, oneOf } from '../../../lib/query/operators.js';

describe('oneOf', () => {
  test('holds a frozen copy of its values', () => {
    const values = ['a', 'b'];
    const operator = oneOf(values);
    values.push('c');
    expect(FilterOperator.read(operator)).toEqual({ name: 'oneOf', values: ['a', 'b'] });
    expect(Object.isFrozen(FilterOperator.read(operator).values)).toBe(true);
  });
});

describe('not', () => {
  test.each<[string, FilterOperator, object]>([
    ['a value', not('a'), { name: 'not', values: ['a'] }],
    ['null', not(null), { name: 'not', values: [null] }],
    ['an array', not(['a']), { name: 'not', values: [['a']] }],
    ['oneOf', not(oneOf(['a', 'b'])), { name: 'notOneOf', values: ['a', 'b'] }],
    ['not of oneOf', not(not(oneOf(['a', 'b']))), { name: 'oneOf', values: ['a', 'b'] }],
    ['not of a value', not(not('a')), { name: 'oneOf', values: ['a'] }],
  ])('of %s', (_title, operator, expected) => {
    expect(FilterOperator.read(operator)).toEqual(expected);
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
