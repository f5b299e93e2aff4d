import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { addToSet } from '../../../lib/update/array/add-to-set.js';
import { pull } from '../../../lib/update/array/pull.js';
import { pullAll } from '../../../lib/update/array/pull-all.js';
import { push, pushAll } from '../../../lib/update/array/push.js';
import { updateElements } from '../../../lib/update/array/update-elements.js';
import { max } from '../../../lib/update/field/max.js';
import { now } from '../../../lib/update/field/now.js';
import { rename } from '../../../lib/update/field/rename.js';
import { setOnInsert } from '../../../lib/update/field/set-on-insert.js';
import { unset } from '../../../lib/update/field/unset.js';
import { inc } from '../../../lib/update/number/inc.js';
import { mul } from '../../../lib/update/number/mul.js';
import { InvalidUpdateError } from '../../../lib/update/update-errors.js';
import { compiled, issueListOf, issuesOf, operatorsOf } from './update-world.js';

describe('An update that cannot be sent', () => {
  test('is one error with everything that is wrong with it', async () => {
    expect(
      await issuesOf({
        nickname: 'A',
        amount: 'many',
        code: 'too long',
        status: unset(),
        number: 3,
        id: new ObjectId(),
        note: inc(1),
        'lines.sku': 'a',
        line: { sku: 'a' },
        'line.count': 3,
        paidAt: undefined,
        $inc: { amount: 1 },
        even: 3,
      }),
    ).toEqual([
      'nickname unknown_field',
      'amount type',
      'code max_length',
      'status required',
      'number immutable',
      'id immutable',
      'note operator',
      'lines.sku operator',
      'paidAt type',
      '(4 characters) unknown_field',
      'even custom',
      'line.count conflict',
    ]);
  });

  test.each<[string, unknown, string[]]>([
    ['an unknown path below an embedded document', { 'line.price': 3 }, ['line.price unknown_field']],
    ['an unknown path below an element', { 'lines.0.price': 3 }, ['lines.0.price unknown_field']],
    [
      'an unknown field of an element that is added',
      { lines: push({ sku: 'a', price: 3 }) },
      ['lines.0.price unknown_field'],
    ],
    [
      'an unknown field of an embedded document',
      { line: { sku: 'a', price: 3 } },
      ['line.price unknown_field'],
    ],
    [
      'an unknown field of a list',
      { lines: [{ sku: 'a' }, { sku: 'b', price: 3 }] },
      ['lines.1.price unknown_field'],
    ],
    [
      'an unknown field that only an insert gets',
      { line: setOnInsert({ sku: 'a', price: 3 }) },
      ['line.price unknown_field'],
    ],
    [
      'an unknown field inside of elements',
      { 'lines.0.parts': push({ name: 'a', price: 3 }) },
      ['lines.0.parts.0.price unknown_field'],
    ],
    ['an object in place of an embedded document', { line: new Date() }, ['line type']],
    ['a path below a text', { 'note.length': 3 }, ['note.length unknown_field']],
    ['a path of the prototype', { '__proto__.x': 3 }, ['__proto__.x unknown_field']],
    ['a value of another type', { paidAt: 3 }, ['paidAt type']],
    ['a value of another type in an embedded document', { line: { sku: 3 } }, ['line.sku type']],
    [
      'a required field of an embedded document that is missing',
      { line: { count: 3 } },
      ['line.sku required'],
    ],
    ['a value below an embedded document', { 'line.count': -1 }, ['line.count min']],
    ['a value below an element', { 'lines.0.count': -1 }, ['lines.0.count min']],
    ['an element by its index', { 'tags.1': 'too long' }, ['tags.1 max_length']],
    ['an entry of a map', { 'stock.a': 'x' }, ['stock.a type']],
    ['null for a required field', { status: null }, ['status required']],
    ['null for a required field below an embedded document', { 'line.sku': null }, ['line.sku required']],
    ['unset of a required field of an element', { 'lines.0.sku': unset() }, ['lines.0.sku required']],
    ['rename of a required field', { status: rename('note') }, ['status required']],
    ['rename to an unknown path', { note: rename('nickname') }, ['note operator']],
    ['rename to a path of another type', { note: rename('amount') }, ['note operator']],
    ['rename to an immutable field', { amount: rename('number') }, ['amount operator']],
    ['rename to the id', { ownerId: rename('id') }, ['ownerId operator']],
    ['rename out of an element', { 'lines.0.count': rename('amount') }, ['lines.0.count operator']],
    ['rename of an immutable field', { number: rename('amount') }, ['number immutable']],
    ['setOnInsert of a value that does not fit', { code: setOnInsert('too long') }, ['code max_length']],
    ['max of a value that does not fit', { amount: max(101) }, ['amount max']],
    ['now for a text', { note: now() }, ['note operator']],
    ['mul by a text', { amount: mul('2' as never) }, ['amount operator']],
    ['inc by null', { amount: inc(null as never) }, ['amount operator']],
    ['inc in an untyped value by a text', { 'extra.n': inc('1' as never) }, ['extra.n operator']],
    ['push to a field that is no list', { note: push('x') }, ['note operator']],
    ['push of an element of another type', { tags: push(3) }, ['tags.0 type']],
    ['push of one that breaks a rule', { tags: push('a', 'too long') }, ['tags.1 max_length']],
    [
      'addToSet of one that breaks a rule',
      { lines: addToSet({ sku: 'a', count: -1 }) },
      ['lines.0.count min'],
    ],
    ['pushAll of no list', { tags: pushAll('x' as never) }, ['tags operator']],
    ['pushAll with an unknown option', { tags: pushAll(['x'], { limit: 1 } as never) }, ['tags operator']],
    ['pushAll with half a position', { tags: pushAll(['x'], { position: 0.5 }) }, ['tags operator']],
    [
      'pushAll with an order that is none',
      { tags: pushAll(['x'], { sort: 'up' as never }) },
      ['tags operator'],
    ],
    ['pullAll of no list', { tags: pullAll('x' as never) }, ['tags operator']],
    ['updateElements of a field that is no list', { note: updateElements({}, 'x') }, ['note operator']],
    [
      'updateElements with an unknown path',
      { lines: updateElements<any>({}, { price: 3 }) },
      ['lines.price unknown_field'],
    ],
    [
      'updateElements with a value that breaks a rule',
      { lines: updateElements<any>({}, { count: -1 }) },
      ['lines.count min'],
    ],
    [
      'updateElements with unset of a required field',
      { lines: updateElements<any>({}, { sku: unset() }) },
      ['lines.sku required'],
    ],
    [
      'updateElements inside of elements',
      { lines: updateElements<any>({}, { parts: updateElements<any>({ name: 'a' }, { count: 10 }) }) },
      ['lines.parts.count max'],
    ],
    ['updateElements of texts', { tags: updateElements<any>({}, 'too long') }, ['tags max_length']],
    ['a path and the path above it', { line: { sku: 'a' }, 'line.count': 3 }, ['line.count conflict']],
    [
      'a path above one that was changed before',
      { 'line.count': 3, line: { sku: 'a' } },
      ['line.count conflict'],
    ],
    ['a list and its elements', { lines: [], 'lines.0.count': 3 }, ['lines.0.count conflict']],
    ['the target of rename', { note: rename('code'), code: 'x' }, ['code conflict']],
    ['the target of rename that is changed before', { code: 'x', note: rename('code') }, ['code conflict']],
    ['rename to itself', { note: rename('note') }, ['note conflict']],
    ['an operator that was serialized', { amount: JSON.parse(JSON.stringify(inc(1))) }, ['amount type']],
    ['an operator of the server in place of a value', { amount: { $inc: 1 } }, ['amount type']],
  ])('shows %s', async (_, update, issues) => {
    expect(await issuesOf(update)).toEqual(issues);
  });

  test.each<[string, string]>([
    ['$inc', 'inc(...)'],
    ['$set', 'the paths with their values alone'],
    ['$push', 'push(...)'],
    ['$currentDate', 'now(...)'],
    ['$pull', 'pull(...)'],
    ['$where', 'the functions of nestjs-documents, or raw(...)'],
  ])('names the function to use for %s', async (key, remedy) => {
    const issues = await issueListOf({ [key]: { amount: 1 } });

    expect(issues?.[0]?.message).toBe(`is an operator, which only functions can make: use ${remedy}`);
  });

  test.each<[string, unknown]>([
    ['a text', 'x'],
    ['a list', [{ amount: 1 }]],
    ['undefined', undefined],
    ['null', null],
    ['an object of a class', new Date()],
    ['an operator', inc(1)],
    ['an empty object', {}],
    ['an object with a symbol', { amount: 1, [Symbol('x')]: 1 }],
  ])('is refused if it is %s', async (_, update) => {
    await expect(compiled(update)).rejects.toThrow(InvalidUpdateError);
  });
});

describe('undefined in an update', () => {
  test('is an issue, also in elements', async () => {
    expect(await issuesOf({ note: undefined, amount: 1 })).toEqual(['note type']);
    expect(await issuesOf({ tags: push(undefined as never) })).toEqual(['tags.0 type']);
    expect(await issuesOf({ lines: updateElements<any>({}, { count: undefined }) })).toEqual([
      'lines.count type',
    ]);
  });

  test('is left out with ignoreUndefined, also in elements', async () => {
    expect(await operatorsOf({ note: undefined, amount: 1 }, true)).toEqual({ $set: { amount: 1 } });
    expect(
      await operatorsOf({ lines: updateElements<any>({}, { count: undefined, sku: 'a' }) }, true),
    ).toEqual({
      $set: { 'l.$[].s': 'A' },
    });
  });

  test('is left out with ignoreUndefined even for paths that are unknown or cannot change', async () => {
    expect(await operatorsOf({ nickname: undefined, id: undefined, amount: 1 }, true)).toEqual({
      $set: { amount: 1 },
    });
  });

  test('as everything is an error, as nothing is left', async () => {
    await expect(compiled({ note: undefined }, true)).rejects.toThrow('Nothing is left of it');
  });
});

describe('An asynchronous validator', () => {
  test('is awaited, and its issues are reported with the others', async () => {
    expect(await operatorsOf({ even: 2 })).toEqual({ $set: { even: 2 } });
    expect(await issuesOf({ even: 3, amount: 101 })).toEqual(['even custom', 'amount max']);
  });
});

describe('A pull', () => {
  test('shows a condition that does not fit', async () => {
    await expect(compiled({ tags: pull(3) })).rejects.toMatchObject({ code: 'INVALID_FILTER' });
    await expect(compiled({ lines: pull<any>({ price: 3 }) })).rejects.toMatchObject({
      code: 'UNKNOWN_PATH',
    });
  });
});
