import { describe, expect, test } from 'vitest';
import { refusedKeys } from '../../../../lib/driver/translation/refused-keys.js';

const properties = (...keys: readonly (readonly [key: string, rule: object])[]): object => ({
  operatorName: 'properties',
  propertiesNotSatisfied: keys.map(([propertyName, rule]) => ({ propertyName, details: [rule] })),
});
const wrongType = { operatorName: 'bsonType', specifiedAs: { bsonType: 'int' }, consideredValue: 'secret' };
const notOfChoice = { operatorName: 'enum', specifiedAs: { enum: ['Truck'] }, consideredValue: 'secret' };
const isClass = (key: string): boolean => key === '_type';

/** The refused places of a report whose schema has these rules. */
const placesOf = (...rules: readonly unknown[]): string[] =>
  refusedKeys(
    { failingDocumentId: 1, details: { operatorName: '$jsonSchema', schemaRulesNotSatisfied: rules } },
    isClass,
  ).map((keys) => keys.join('/'));

describe('The refused places of a document', () => {
  test.each([
    ['a wrong value', [properties(['name', wrongType], ['a.b', wrongType])], ['name', 'a.b']],
    [
      'two rules for one value',
      [properties(['name', wrongType]), properties(['name', notOfChoice])],
      ['name'],
    ],
    ['missing keys', [{ operatorName: 'required', missingProperties: ['name', 'age'] }], ['name', 'age']],
    ['undeclared keys', [{ operatorName: 'additionalProperties', additionalProperties: ['more'] }], ['more']],
    [
      'an entry of a map',
      [
        properties([
          'scores',
          { operatorName: 'additionalProperties', failingProperty: 'ada', details: [wrongType] },
        ]),
      ],
      ['scores/ada'],
    ],
    [
      'a part of an element',
      [
        properties([
          'parts',
          {
            operatorName: 'items',
            itemIndex: 2,
            details: [{ operatorName: 'required', missingProperties: ['l'] }],
          },
        ]),
      ],
      ['parts/2/l'],
    ],
    ['elements of a report without details', [properties(['tags', { operatorName: 'items' }])], ['tags']],
    [
      'the alternative of its class',
      [
        {
          operatorName: 'anyOf',
          schemasNotSatisfied: [
            { index: 0, details: [properties(['_type', notOfChoice])] },
            { index: 1, details: [properties(['load', wrongType], ['grade', notOfChoice])] },
            { index: 2, details: [{ operatorName: 'required', missingProperties: ['_type', 'stops'] }] },
          ],
        },
      ],
      ['load', 'grade'],
    ],
    [
      'a document of another class',
      [
        {
          operatorName: 'anyOf',
          schemasNotSatisfied: [
            { index: 0, details: [properties(['_type', notOfChoice])] },
            { index: 1, details: [properties(['_type', notOfChoice], ['load', wrongType])] },
          ],
        },
      ],
      ['_type'],
    ],
  ])('%s', (_what, rules, expected) => {
    expect(placesOf(...rules)).toEqual(expected);
  });

  test.each([
    ['nothing', undefined],
    ['text', 'secret'],
    ['a query', { details: { operatorName: '$ne', specifiedAs: { name: { $ne: 'secret' } } } }],
    ['lists that are none', { details: { operatorName: '$jsonSchema', schemaRulesNotSatisfied: 'secret' } }],
    [
      'keys that are none',
      { details: { operatorName: 'required', missingProperties: [{ secret: 1 }, null, ['secret']] } },
    ],
  ])('are not found in %s', (_what, report) => {
    expect(refusedKeys(report, isClass)).toEqual([]);
  });

  test('of a query beside a schema are found', () => {
    const schema = {
      operatorName: '$jsonSchema',
      schemaRulesNotSatisfied: [properties(['name', wrongType])],
    };
    const report = {
      details: { operatorName: '$and', clausesNotSatisfied: [{ index: 0, details: schema }] },
    };
    expect(refusedKeys(report, isClass)).toEqual([['name']]);
  });

  test('are at most a hundred, and not searched for in a report without end', () => {
    const many = Array.from({ length: 300 }, (_, index) => `k${index}`);
    expect(placesOf({ operatorName: 'required', missingProperties: many })).toHaveLength(100);
    const endless: { operatorName: string; schemaRulesNotSatisfied: unknown[] } = {
      operatorName: '$jsonSchema',
      schemaRulesNotSatisfied: [],
    };
    endless.schemaRulesNotSatisfied.push(endless);
    expect(refusedKeys({ details: endless }, isClass)).toEqual([]);
  });
});
