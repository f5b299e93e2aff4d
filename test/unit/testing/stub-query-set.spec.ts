import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { DocumentNotFoundError } from '../../../lib/operation/operation-errors.js';
import { stubQuerySet } from '../../../lib/testing/stub-query-set.js';

class Person {
  id = new ObjectId();
  constructor(readonly name: string) {}
}

const [ada, bob, eve] = ['Ada', 'Bob', 'Eve'].map((name) => new Person(name));
const found = stubQuerySet([ada!, bob!, eve!]);

describe('stubQuerySet', () => {
  test('gives the documents as a list, in their order, anew each time', async () => {
    const list = await found.toArray();
    list.pop();

    expect(await found.toArray()).toEqual([ada, bob, eve]);
  });

  test('gives them one after another', async () => {
    const names: string[] = [];
    for await (const { name } of found) names.push(name);

    expect(names).toEqual(['Ada', 'Bob', 'Eve']);
  });

  test('gives the first, or null', async () => {
    expect(await found.first()).toBe(ada);
    expect(await stubQuerySet([]).first()).toBeNull();
  });

  test('gives the first, or the error that there is none', async () => {
    const getFirst = (set: object) => (set as { getFirst(): Promise<unknown> }).getFirst();

    expect(await getFirst(found)).toBe(ada);
    await expect(getFirst(stubQuerySet([]))).rejects.toThrow(DocumentNotFoundError);
  });

  test('counts what skip and limit leave', async () => {
    expect(await found.count()).toBe(3);
    expect(await found.skip(1).limit(1).count()).toBe(1);
  });

  test('skips and limits, and stays as it was', async () => {
    expect(await found.skip(1).toArray()).toEqual([bob, eve]);
    expect(await found.limit(2).toArray()).toEqual([ada, bob]);
    expect(await found.toArray()).toEqual([ada, bob, eve]);
  });

  test('reads values, and plain objects without methods and undefined', async () => {
    class Member extends Person {
      tags = ['a', 'b'];
      note?: string = undefined;
      scores = new Map([['go', 3]]);
    }
    const members = stubQuerySet([new Member('Ada'), new Member('Bob')]);
    expect(await members.pluck('name')).toEqual(['Ada', 'Bob']);
    expect(await members.distinct('tags')).toEqual(['a', 'b']);
    expect(await members.distinct('scores.go')).toEqual([3]);
    const [plain] = await members.select('name').plain().toArray();
    expect(plain).toStrictEqual({
      ...{ name: 'Ada', tags: ['a', 'b'], scores: { go: 3 } },
      id: expect.any(ObjectId) as ObjectId,
    });
    expect([await members.exists(), await stubQuerySet([]).exists()]).toEqual([true, false]);
  });

  test('gives pages by number', async () => {
    expect(await found.page({ number: 2, size: 2 })).toEqual({
      items: [eve],
      total: 3,
      pages: 2,
      number: 2,
      size: 2,
    });
  });

  test('gives pages by cursor, forward and backward', async () => {
    const first = await found.page({ first: 2 });
    const second = await found.page({ first: 2, after: first.endCursor });
    const back = await found.page({ last: 2, before: second.startCursor });

    expect([first.items, second.items, back.items]).toEqual([[ada, bob], [eve], [ada, bob]]);
    expect([first.hasNext, second.hasNext, back.hasNext, back.hasPrevious]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test('takes every other refinement, and changes nothing by it', async () => {
    const refined = found
      .sort({ name: 'desc' })
      .filter({ name: 'Ada' })
      .hint('by_name')
      .maxTimeMS(5)
      .omit('name')
      .select('name')
      .readOnly()
      .withDeleted()
      .onUnreadable('skip');

    expect(await refined.toArray()).toEqual([ada, bob, eve]);
  });
});
