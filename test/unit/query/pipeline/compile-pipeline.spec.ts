import { describe, expect, test } from 'vitest';
import { BSON, ObjectId } from 'mongodb';
import { text } from '../../../../lib/query/text/text.js';
import { Sample, sampleSchema } from '../../../support/unit/unit-world.js';
import { people, samples } from './aggregations.js';

describe('The pipeline of an aggregation', () => {
  test.each<[string, { pipeline(): unknown }, unknown]>([
    ['nothing', people, []],
    ['match', people.match({ age: 5 }), [{ $match: { a: { $eq: 5 } } }]],
    [
      'match without what is undefined',
      people.match({ age: 5, name: undefined }, { ignoreUndefined: true }),
      [{ $match: { a: { $eq: 5 } } }],
    ],
    ['a search for text', people.match(text('x')), [{ $match: { $text: { $search: 'x' } } }]],
    ['sort', people.sort({ age: 'desc', name: 1 }), [{ $sort: { a: -1, name: 1 } }]],
    ['skip and limit', people.skip(0).limit(1), [{ $skip: 0 }, { $limit: 1 }]],
    [
      'a group by one key, which nothing has to rename at the end',
      people
        .group({ street: 'address.street' }, (e) => ({ count: e.count(), oldest: e.max('age') }))
        .sort({ street: 'asc', count: 'desc' })
        .limit(3),
      [
        { $group: { _id: '$address.s', count: { $sum: 1 }, oldest: { $max: '$a' } } },
        { $sort: { _id: 1, count: -1 } },
        { $limit: 3 },
      ],
    ],
    [
      'a group by one key before stages that see its name',
      people
        .group({ street: 'address.street' }, (e) => ({ count: e.count() }))
        .sort({ street: 'asc' })
        .stage({ $match: { street: 'x' } }),
      [
        { $group: { _id: '$address.s', count: { $sum: 1 } } },
        { $project: { _id: 0, street: '$_id', count: 1 } },
        { $sort: { street: 1 } },
        { $match: { street: 'x' } },
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
    ['sortByCount', people.sortByCount('tags'), [{ $sortByCount: '$tags' }]],
    [
      'sortByCount in a facet',
      people.facet({ tags: (rows) => rows.sortByCount('tags').limit(2) }),
      [
        {
          $facet: {
            tags: [
              { $sortByCount: '$tags' },
              { $project: { _id: 0, value: '$_id', count: 1 } },
              { $limit: 2 },
            ],
          },
        },
      ],
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

describe('A literal', () => {
  const harmful = () => Object.assign(new Date(0), { toBSON: () => ({ $where: '1' }) });

  test.each<[string, (e: any) => unknown, unknown]>([
    ['an argument', (e) => e.eq(e.field('date'), harmful()), { $eq: ['$date', new Date(0)] }],
    [
      'an argument of any type',
      (e) => e.ifNull(e.field('date'), harmful()),
      { $ifNull: ['$date', new Date(0)] },
    ],
    ['a literal', (e) => e.literal(harmful()), { $literal: new Date(0) }],
  ])('is a copy, without methods that the driver would call, as %s', (_, make, compiled) => {
    const [stage] = samples.addFields((e) => ({ added: make(e) as never })).pipeline() as any[];

    expect(stage.$addFields.added).toEqual(compiled);
    expect(BSON.deserialize(BSON.serialize(stage)).$addFields.added).toEqual(compiled);
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
