import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { oneOf } from '../../../lib/query/comparison/one-of.js';
import { addToSet } from '../../../lib/update/array/add-to-set.js';
import { pull } from '../../../lib/update/array/pull.js';
import { pullAll } from '../../../lib/update/array/pull-all.js';
import { push, pushAll } from '../../../lib/update/array/push.js';
import { updateElements } from '../../../lib/update/array/update-elements.js';
import { max } from '../../../lib/update/field/max.js';
import { setOnInsert } from '../../../lib/update/field/set-on-insert.js';
import { unset } from '../../../lib/update/field/unset.js';
import { compiled, operatorsOf } from './update-world.js';

const hex = '64b000000000000000000009';
const id = new ObjectId(hex);

describe('Text for an id is converted', () => {
  test.each<[string, unknown, unknown]>([
    ['as a value', { ownerId: hex }, { $set: { ownerId: id } }],
    ['as a list', { members: [hex, id] }, { $set: { members: [id, id] } }],
    ['as an element', { 'members.0': hex }, { $set: { 'members.0': id } }],
    ['in setOnInsert', { ownerId: setOnInsert(hex) }, { $setOnInsert: { ownerId: id } }],
    ['in push', { members: push(hex) }, { $push: { members: { $each: [id] } } }],
    ['in addToSet', { members: addToSet(hex) }, { $addToSet: { members: { $each: [id] } } }],
    ['in pull', { members: pull(hex) }, { $pull: { members: { $eq: id } } }],
    ['in pull of oneOf', { members: pull(oneOf([hex])) }, { $pull: { members: { $in: [id] } } }],
    ['in pullAll', { members: pullAll([hex]) }, { $pullAll: { members: [id] } }],
  ])('%s', async (_, update, operators) => {
    expect(await operatorsOf(update)).toEqual(operators);
  });
});

describe('Values are normalised', () => {
  test.each<[string, unknown, unknown]>([
    ['as values', { status: ' PAID ' }, { $set: { st: 'paid' } }],
    ['as a list', { tags: [' A', 'b '] }, { $set: { t: ['a', 'b'] } }],
    ['as an element', { 'tags.0': ' A' }, { $set: { 't.0': 'a' } }],
    ['in an embedded document', { line: { sku: ' a ' } }, { $set: { line: { s: 'A' } } }],
    ['below an embedded document', { 'line.sku': ' a ' }, { $set: { 'line.s': 'A' } }],
    ['below an element', { 'lines.0.sku': ' a ' }, { $set: { 'l.0.s': 'A' } }],
    ['in setOnInsert', { status: setOnInsert(' PAID ') }, { $setOnInsert: { st: 'paid' } }],
    ['in max', { status: max(' PAID ') }, { $max: { st: 'paid' } }],
    ['in push', { tags: push(' A', 'B ') }, { $push: { t: { $each: ['a', 'b'] } } }],
    ['in pushAll', { lines: pushAll([{ sku: 'a ' }]) }, { $push: { l: { $each: [{ s: 'A' }] } } }],
    ['in addToSet', { tags: addToSet(' A') }, { $addToSet: { t: { $each: ['a'] } } }],
    ['in pull', { tags: pull(' A') }, { $pull: { t: { $eq: 'a' } } }],
    ['in pullAll', { tags: pullAll([' A']) }, { $pullAll: { t: ['a'] } }],
    ['in updateElements', { tags: updateElements<any>({}, ' A') }, { $set: { 't.$[]': 'a' } }],
    [
      'in the fields of updateElements',
      { lines: updateElements<any>({}, { sku: ' a' }) },
      { $set: { 'l.$[].s': 'A' } },
    ],
  ])('%s', async (_, update, operators) => {
    expect(await operatorsOf(update)).toEqual(operators);
  });

  test('in the condition of updateElements, also inside of elements', async () => {
    const parts = updateElements<any>({ name: 'p' }, { count: 1 });

    expect(await compiled({ lines: updateElements<any>({ sku: ' a ' }, { parts }) })).toEqual({
      update: { $set: { 'l.$[e0].ps.$[e1].count': 1 } },
      arrayFilters: [{ 'e0.s': { $eq: 'A' } }, { 'e1.name': { $eq: 'P' } }],
    });
  });
});

describe('Values that rules do not hold for', () => {
  test('are those that pullAll removes: they may have been stored before there was a rule', async () => {
    expect(await operatorsOf({ tags: pullAll(['too long']) })).toEqual({ $pullAll: { t: ['too long'] } });
  });

  test('are null in lists, as in documents', async () => {
    expect(await operatorsOf({ tags: push('a', null), 'stock.a': null })).toEqual({
      $push: { t: { $each: ['a', null] } },
      $set: { 'stock.a': null },
    });
  });

  test('are null for fields that may be absent', async () => {
    expect(await operatorsOf({ note: null, line: null })).toEqual({ $set: { nt: null, line: null } });
  });

  test('are entries and elements that are removed', async () => {
    expect(await operatorsOf({ 'stock.a': unset(), 'line.count': unset() })).toEqual({
      $unset: { 'stock.a': true, 'line.n': true },
    });
  });
});

describe('Values that a caller changes later', () => {
  test('are sent as they were', async () => {
    const [line, tags] = [{ sku: 'a' }, ['a']];
    const running = operatorsOf({ line, tags: push(...tags), extra: tags, even: 2 });
    line.sku = 'b';
    tags[0] = 'b';

    expect(await running).toEqual({
      $set: { line: { s: 'A' }, extra: ['a'], even: 2 },
      $push: { t: { $each: ['a'] } },
    });
  });
});
