import { describe, expect, test } from 'vitest';
import {
  InvalidFilterError,
  InvalidPipelineError,
  OperatorNotAllowedError,
  UnknownPathError,
} from '../../../../lib/query/query-errors.js';
import { GeoPoint } from '../../../../lib/document/geojson.js';
import { near } from '../../../../lib/query/geo/near.js';
import { and } from '../../../../lib/query/logic/and.js';
import { text } from '../../../../lib/query/text/text.js';
import { Sample } from '../../../support/unit/unit-world.js';
import { people, samples } from './aggregations.js';

const parsed = (json: string): any => JSON.parse(json);

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
    ['near in match', () => raw.match({ extra: near(new GeoPoint([1, 2])) }), InvalidPipelineError],
    ['text behind a stage', () => raw.limit(1).match(text('x')), InvalidPipelineError],
    [
      'text in a facet',
      () => raw.facet({ a: (rows: any) => rows.match(and(text('x'), { age: 1 } as never)) }),
      InvalidPipelineError,
    ],
    [
      'withDeleted in a facet',
      () => raw.facet({ a: (rows: any) => rows.withDeleted() }),
      InvalidPipelineError,
    ],
    [
      'an index in place of the element',
      () => raw.unwind('tags', { includeArrayIndex: 'tags' }),
      InvalidPipelineError,
    ],
    ['a stage about the collection', () => raw.stage({ $collStats: {} }), InvalidPipelineError],
    ['a stage about indexes', () => raw.stage({ $indexStats: {} }), InvalidPipelineError],
    ['a stage that watches', () => raw.stage({ $changeStream: {} }), InvalidPipelineError],
    ['a stage with documents of its own', () => raw.stage({ $documents: [] }), InvalidPipelineError],
    [
      'undefined in a raw stage',
      () => raw.stage({ $match: { $or: [{ name: undefined }] } }),
      InvalidPipelineError,
    ],
    ['undefined in match', () => raw.match({ age: undefined }), InvalidFilterError],
    ['a stage that writes', () => raw.stage({ $out: 'people' }), InvalidPipelineError],
    ['a stage with two keys', () => raw.stage({ $match: {}, $limit: 1 }), InvalidPipelineError],
    ['a stage without $', () => raw.stage({ match: {} }), InvalidPipelineError],
  ])('%s', (_, work, expected) => {
    expect(work).toThrow(expected);
  });
});
