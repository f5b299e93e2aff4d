import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  InvalidFilterError,
  InvalidPipelineError,
  OperatorNotAllowedError,
  UnknownPathError,
} from '../../../../lib/query/query-errors.js';
import { Aggregation } from '../../../../lib/repository/aggregation.js';
import { AggregationSteps } from '../../../../lib/repository/aggregation-steps.js';
import { DocumentRegistry } from '../../../../lib/schema/document-registry.js';
import { Person, personSchema, Sample, sampleSchema } from '../../../support/unit/unit-world.js';

const registry = new DocumentRegistry();
registry.registerAll([Person, Sample]);

function aggregationOf<T extends object>(schema: typeof personSchema): Aggregation<T> {
  const context = { schema, registry, family: registry.family(schema) };
  return new Aggregation(AggregationSteps.of(context as never, {}));
}
const people = aggregationOf<Person>(personSchema);
const samples = aggregationOf<Sample>(sampleSchema);
const parsed = (json: string): any => JSON.parse(json);

describe('The pipeline of an aggregation', () => {
  test.each<[string, { pipeline(): unknown }, unknown]>([
    ['nothing', people, []],
    ['match', people.match({ age: 5 }), [{ $match: { a: { $eq: 5 } } }]],
    ['sort', people.sort({ age: 'desc', name: 1 }), [{ $sort: { a: -1, name: 1 } }]],
    ['skip and limit', people.skip(0).limit(1), [{ $skip: 0 }, { $limit: 1 }]],
    [
      'a group by one key',
      people.group({ street: 'address.street' }, (e) => ({ count: e.count(), oldest: e.max('age') })),
      [
        { $group: { _id: '$address.s', count: { $sum: 1 }, oldest: { $max: '$a' } } },
        { $project: { _id: 0, street: '$_id', count: 1, oldest: 1 } },
      ],
    ],
    [
      'a group by several keys',
      people.group((e) => ({ age: 'age', first: e.substring(e.field('name'), 0, 1) })),
      [
        {
          $group: {
            _id: {
              age: { $ifNull: ['$a', null] },
              first: { $ifNull: [{ $substrCP: ['$name', 0, 1] }, null] },
            },
          },
        },
        { $project: { _id: 0, age: '$_id.age', first: '$_id.first' } },
      ],
    ],
    [
      'a project, which names values by their new names',
      people.project({ age: true, street: 'address.street' }).sort({ age: 1 }),
      [{ $project: { _id: 0, age: '$a', street: '$address.s' } }, { $sort: { age: 1 } }],
    ],
    [
      'added fields, under the keys of those that they replace',
      people.addFields((e) => ({ age: e.add(e.field('age'), 1), next: 'age' })).match({ next: 1, age: 2 }),
      [
        { $addFields: { a: { $add: ['$a', 1] }, next: '$a' } },
        { $match: { next: { $eq: 1 }, a: { $eq: 2 } } },
      ],
    ],
    [
      'unwind',
      people.unwind('others', { includeArrayIndex: 'at' }).match({ 'others.street': 'x' }),
      [{ $unwind: { path: '$others', includeArrayIndex: 'at' } }, { $match: { 'others.s': { $eq: 'x' } } }],
    ],
    [
      'a lookup',
      people.lookup({
        from: Sample,
        localField: 'id',
        foreignField: 'objectId',
        as: 'samples',
        pipeline: (all) => all.match({ 'embedded.street': 'x' }),
      }),
      [
        {
          $lookup: {
            from: sampleSchema.collection,
            localField: '_id',
            foreignField: 'objectId',
            as: 'samples',
            pipeline: [{ $match: { 'embedded.s': { $eq: 'x' } } }],
          },
        },
      ],
    ],
    [
      'sortByCount',
      people.sortByCount('tags'),
      [{ $sortByCount: '$tags' }, { $project: { _id: 0, value: '$_id', count: 1 } }],
    ],
    [
      'a facet',
      people.facet({ all: (rows) => rows.count(), same: (rows) => rows }),
      [{ $facet: { all: [{ $count: 'count' }], same: [{ $match: {} }] } }],
    ],
    ['a raw stage', people.stage({ $sample: { size: 3 } }), [{ $sample: { size: 3 } }]],
  ])('has %s', (_, aggregation, expected) => {
    expect(aggregation.pipeline()).toEqual(expected);
  });

  test('is a frozen copy', () => {
    const [first] = people.match({ age: 5 }).pipeline();

    expect(Object.isFrozen(first)).toBe(true);
    expect(Object.isFrozen(first?.['$match'])).toBe(true);
  });

  test('is not changed by further stages', () => {
    const base = people.match({ age: 5 });
    base.limit(1);

    expect(base.pipeline()).toEqual([{ $match: { a: { $eq: 5 } } }]);
  });
});

describe('An expression', () => {
  const hex = '0123456789abcdef01234567';
  const date = new Date(0);
  type E = Parameters<Exclude<Parameters<typeof samples.addFields>[0], object>>[0];

  test.each<[string, (e: any) => unknown, unknown]>([
    [
      'text that looks like a path',
      (e) => e.concat('$string', e.field('string')),
      { $concat: [{ $literal: '$string' }, '$string'] },
    ],
    ['a literal', (e) => e.literal('$string'), { $literal: '$string' }],
    ['a literal number', (e) => e.literal(0), { $literal: 0 }],
    ['a plain object', (e) => e.literal({ a: ['$b'] }), { $literal: { a: ['$b'] } }],
    [
      'text for an ObjectId',
      (e) => e.eq(e.field('objectId'), hex),
      { $eq: ['$objectId', new ObjectId(hex)] },
    ],
    ['null', (e) => e.ne(e.field('objectId'), null), { $ne: ['$objectId', null] }],
    ['a date', (e) => e.lt(e.field('date'), date), { $lt: ['$date', date] }],
    ['a number', (e) => e.divide(e.field('int32'), 2), { $divide: ['$int32', 2] }],
    [
      'a condition',
      (e) => e.cond(e.gt(e.field('number'), 1), 'a', null),
      { $cond: [{ $gt: ['$number', 1] }, 'a', null] },
    ],
    [
      'a time zone',
      (e) => e.year(e.field('date'), { timezone: '$string' }),
      { $year: { date: '$date', timezone: { $literal: '$string' } } },
    ],
    [
      'dateTrunc',
      (e) => e.dateTrunc(e.field('date'), 'month'),
      { $dateTrunc: { date: '$date', unit: 'month' } },
    ],
    [
      'dateToString',
      (e) => e.dateToString(e.field('date'), '%Y'),
      { $dateToString: { date: '$date', format: '%Y' } },
    ],
    [
      'an element',
      (e) => e.arrayElementAt(e.field('array'), -1),
      { $arrayElemAt: [{ $ifNull: ['$array', []] }, -1] },
    ],
    ['in', (e) => e.in('$a', e.field('array')), { $in: [{ $literal: '$a' }, { $ifNull: ['$array', []] }] }],
    ['its own form', (e) => e.rawExpression({ $strLenBytes: '$string' }), { $strLenBytes: '$string' }],
    [
      'elements inside of elements',
      (e) =>
        e.map(e.field('array'), (a: any) => e.map(e.field('array'), (b: any) => e.concat(a.value, b.value))),
      {
        $map: {
          input: { $ifNull: ['$array', []] },
          as: 'item1',
          in: {
            $map: {
              input: { $ifNull: ['$array', []] },
              as: 'item2',
              in: { $concat: ['$$item1', '$$item2'] },
            },
          },
        },
      },
    ],
  ])('compiles %s', (_, make, expected) => {
    expect(samples.addFields(((e: E) => ({ x: make(e) })) as never).pipeline()).toEqual([
      { $addFields: { x: expected } },
    ]);
  });
});

describe('Bad input is refused', () => {
  const raw = people as any;
  const evil = parsed('{"$gt": ""}');

  test.each<[string, () => unknown, unknown]>([
    ['an unknown path in match', () => raw.match({ years: 1 }), UnknownPathError],
    ['an operator in a plain object', () => raw.match({ age: evil }), OperatorNotAllowedError],
    [
      'a value of another type after a group',
      () => raw.group({ name: 'name' }).match({ name: 5 }),
      InvalidFilterError,
    ],
    [
      'an operator after a group',
      () => raw.group({ name: 'name' }).match({ name: evil }),
      OperatorNotAllowedError,
    ],
    [
      'a path that a group has left out',
      () => raw.group({ name: 'name' }).match({ age: 5 }),
      UnknownPathError,
    ],
    ['a path that starts with $', () => raw.group({ name: '$name' }), UnknownPathError],
    ['an object in place of a path', () => raw.group({ name: evil }), InvalidPipelineError],
    [
      'an object in place of an accumulator',
      () => raw.group({}, { total: parsed('{"$sum": 1}') }),
      InvalidPipelineError,
    ],
    [
      'an expression in place of an accumulator',
      () => raw.group({}, (e: any) => ({ a: e.field('age') })),
      InvalidPipelineError,
    ],
    [
      'an accumulator in place of an expression',
      () => raw.addFields((e: any) => ({ a: e.sum('age') })),
      InvalidPipelineError,
    ],
    [
      'a parsed copy of an expression',
      () => raw.addFields((e: any) => ({ a: { ...e.field('age') } })),
      InvalidPipelineError,
    ],
    [
      'one name twice in a group',
      () => raw.group({ a: 'age' }, (e: any) => ({ a: e.count() })),
      InvalidPipelineError,
    ],
    [
      '_id as a value of a group',
      () => raw.group({}, (e: any) => ({ _id: e.count() })),
      InvalidPipelineError,
    ],
    ['a name with a dot', () => raw.project({ 'a.b': 'age' }), InvalidPipelineError],
    ['a name with $', () => raw.addFields(parsed('{"$a": "age"}')), InvalidPipelineError],
    ['__proto__ as a name', () => raw.project(parsed('{"__proto__": "age"}')), InvalidPipelineError],
    ['a number as a name', () => raw.project({ 1: 'age' }), InvalidPipelineError],
    ['the key of another field as a name', () => raw.addFields({ a: 'name' }), InvalidPipelineError],
    ['true for a field that does not exist', () => raw.project({ years: true }), UnknownPathError],
    ['an empty project', () => raw.project({}), InvalidPipelineError],
    [
      'an operator as a literal',
      () => raw.addFields((e: any) => ({ a: e.literal(evil) })),
      InvalidPipelineError,
    ],
    [
      'an operator in arithmetic',
      () => raw.addFields((e: any) => ({ a: e.add(evil, 1) })),
      InvalidPipelineError,
    ],
    [
      'an operator in a comparison',
      () => raw.addFields((e: any) => ({ a: e.eq(e.field('name'), evil) })),
      InvalidPipelineError,
    ],
    [
      'an operator deep in a literal',
      () => raw.addFields((e: any) => ({ a: e.literal({ b: [evil] }) })),
      InvalidPipelineError,
    ],
    [
      'undefined in an expression',
      () => raw.addFields((e: any) => ({ a: e.add(undefined, 1) })),
      InvalidPipelineError,
    ],
    [
      'a comparison with another type',
      () => raw.addFields((e: any) => ({ a: e.gt(e.field('age'), '5') })),
      InvalidPipelineError,
    ],
    ['an index in a path of an expression', () => raw.project({ a: 'tags.0' }), InvalidPipelineError],
    [
      'an unknown unit',
      () => samples.addFields(((e: any) => ({ a: e.dateTrunc(e.field('date'), '$string') })) as never),
      InvalidPipelineError,
    ],
    [
      'a time zone that is no text',
      () => samples.addFields(((e: any) => ({ a: e.year(e.field('date'), { timezone: evil }) })) as never),
      InvalidPipelineError,
    ],
    ['a sort by nothing', () => raw.sort({}), InvalidPipelineError],
    ['limit 0', () => raw.limit(0), InvalidPipelineError],
    ['limit as text', () => raw.limit('1'), InvalidPipelineError],
    ['skip below 0', () => raw.skip(-1), InvalidPipelineError],
    ['unwind of a text', () => raw.unwind('name'), InvalidPipelineError],
    ['unwind through an array', () => samples.unwind('nested.street' as never), InvalidPipelineError],
    ['unwind with a $ as index', () => raw.unwind('tags', { includeArrayIndex: '$x' }), InvalidPipelineError],
    ['an empty facet', () => raw.facet({}), InvalidPipelineError],
    [
      'a facet in a facet',
      () => raw.facet({ a: (rows: any) => rows.facet({ b: (all: any) => all }) }),
      InvalidPipelineError,
    ],
    ['a facet that returns another aggregation', () => raw.facet({ a: () => people }), InvalidPipelineError],
    [
      'a lookup without a class',
      () => raw.lookup({ from: 'samples', localField: 'id', foreignField: 'id', as: 'x' }),
      InvalidPipelineError,
    ],
    [
      'a lookup by an unknown path',
      () => raw.lookup({ from: Sample, localField: 'id', foreignField: '$id', as: 'x' }),
      UnknownPathError,
    ],
    [
      'a lookup by other types',
      () => raw.lookup({ from: Sample, localField: 'name', foreignField: 'number', as: 'x' }),
      InvalidPipelineError,
    ],
    [
      'a lookup under a dotted name',
      () => raw.lookup({ from: Sample, localField: 'id', foreignField: 'id', as: 'x.y' }),
      InvalidPipelineError,
    ],
    [
      'a union of rows that are stored otherwise',
      () => raw.unionWith(Sample, (all: any) => all.project({ a: 'string' })),
      InvalidPipelineError,
    ],
    ['a stage that writes', () => raw.stage({ $out: 'people' }), InvalidPipelineError],
    ['a stage with two keys', () => raw.stage({ $match: {}, $limit: 1 }), InvalidPipelineError],
    ['a stage without $', () => raw.stage({ match: {} }), InvalidPipelineError],
  ])('%s', (_, work, expected) => {
    expect(work).toThrow(expected);
  });
});
