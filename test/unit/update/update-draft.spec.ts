import { describe, expect, test } from 'vitest';
import { raw } from '../../../lib/query/element/raw.js';
import { updateElements } from '../../../lib/update/array/update-elements.js';
import { rename } from '../../../lib/update/field/rename.js';
import { inc } from '../../../lib/update/number/inc.js';
import { UpdateDraft } from '../../../lib/update/update-draft.js';
import { issuesOf, orderSchema } from './update-world.js';
import type { Order } from './update-world.js';

const draftOf = (update: unknown): UpdateDraft<Order> => new UpdateDraft<Order>(orderSchema, update);

describe('The paths of an update', () => {
  test.each<[string, unknown, string[]]>([
    ['values and operators', { note: 'x', amount: inc(1) }, ['note', 'amount']],
    ['elements', { lines: updateElements<any>({}, { count: 1 }) }, ['lines']],
    ['a value that moves', { note: rename('line.sku') }, ['note', 'line.sku']],
    ['raw operators', raw({ $set: { note: 'x' }, $inc: { amount: 1 } }), ['note', 'amount']],
    ['a value that raw moves', raw({ $rename: { note: 'code' } }), ['note', 'code']],
    ['a pipeline, which are unknown', raw([{ $set: { note: 'x' } }]), []],
  ])('are those of %s', (_, update, paths) => {
    expect(draftOf(update).paths).toEqual(paths);
  });

  test('are asked for at, above and below', () => {
    const draft = draftOf({ 'line.count': 3, note: rename('code') });

    expect(draft.has('line')).toBe(true);
    expect(draft.has('line.count')).toBe(true);
    expect(draft.has('line.sku')).toBe(false);
    expect(draft.has('code')).toBe(true);
    expect(draft.has('amount')).toBe(false);
    expect(draftOf({ line: { sku: 'a' } }).has('line.sku')).toBe(true);
    expect(draftOf({ lines: [] }).has('line')).toBe(false);
  });
});

describe('A draft', () => {
  test('does not change the update that was given', () => {
    const update = { note: 'x', amount: 1 };
    const draft = draftOf(update);
    draft.set('note', 'y').set('code', 'z').remove('amount');

    expect(update).toEqual({ note: 'x', amount: 1 });
    expect(draft.paths).toEqual(['note', 'code']);
  });

  test('reports a path that it changes besides one below, and one that does not exist', async () => {
    const draft = draftOf({ 'line.count': 3 });
    draft.set('line', { sku: 'a' }).set('wrong' as never, 1 as never);

    expect(await issuesOf(Object.fromEntries(draft.steps.map(({ path, value }) => [path, value])))).toEqual([
      'wrong unknown_field',
      'line.count conflict',
    ]);
  });
});
