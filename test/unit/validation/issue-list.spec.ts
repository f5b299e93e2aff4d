import { describe, expect, test } from 'vitest';
import { Document } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import type { FieldValidator } from '../../../lib/schema/declare/constraints.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { findIssues } from '../../support/unit/unit-issues.js';
import { IssueList } from '../../../lib/validation/issue-list.js';
import { Issues } from '../../../lib/validation/issues.js';
import { documentPlace } from '../../../lib/validation/place.js';
import { newIssue } from '../../../lib/validation/validation-issue.js';
import type { Found } from '../../support/unit/unit-issues.js';
import { personSchema } from '../../support/unit/unit-world.js';

/** Returns the issues of a document whose two fields have these validators. */
function found(first: FieldValidator, second: FieldValidator): Found {
  @Document()
  class Pair {
    @Id(() => String) id = '1';
    @Field(() => Number, { validate: first }) one = 1;
    @Field(() => Number, { validate: second }) two = 2;
    @Field(() => Number, { max: 2 }) three = 3;
  }
  return findIssues(schemaOf(Pair), new Pair());
}

/** Resolves on demand. */
function later<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((...functions) => ([resolve, reject] = functions));
  return { promise, resolve, reject };
}

describe('What is found', () => {
  test('is there at once where no validator is asynchronous', () => {
    expect(
      found(
        () => true,
        () => false,
      ),
    ).toEqual([
      { path: 'two', code: 'custom', message: 'is refused by its validator' },
      { path: 'three', code: 'max', message: 'should be at most 2' },
    ]);
  });

  test('has the order of the fields, whichever validator ends first', async () => {
    const one = later<string>();
    const promise = found(
      () => one.promise,
      async () => Promise.resolve('second'),
    );
    expect(promise).toBeInstanceOf(Promise);
    one.resolve('first');
    expect((await promise).map(({ message }) => message)).toEqual(['first', 'second', 'should be at most 2']);
  });

  test('waits for validators that answer without a promise of this realm', async () => {
    const thenable = { then: (resolve: (answer: boolean) => void) => resolve(false) };
    expect(
      await found(
        () => thenable as Promise<boolean>,
        () => true,
      ),
    ).toHaveLength(2);
  });

  test('executes a query that a validator returns once', async () => {
    let executed = 0;
    const query = { then: (resolve: (answer: boolean) => void) => resolve(++executed === 1) };
    const issues = await found(
      () => query as Promise<boolean>,
      () => true,
    );
    expect([issues.length, executed]).toEqual([1, 1]);
  });

  test('is without what is accepted, which takes no room, and is of a wrong type all the same', () => {
    const type = { kind: 'map', of: { kind: 'number' } } as const;
    const entries = new Map<string, unknown>(Array.from({ length: 200 }, (_, index) => [`k${index}`, 'x']));
    entries.set('last', true);
    const isAccepted = (way: readonly unknown[]): boolean => way.at(-1) !== 'last';
    const list = IssueList.find({ start: type, checks: 'all', isAccepted }, (issues) => {
      for (const key of entries.keys()) issues.add(documentPlace, key, 'type', 'is wrong');
      issues.add(documentPlace, 'first', 'required', 'is required');
    });
    expect(list.issues.listed.map(({ path }) => path)).toEqual(['last', 'first']);
    expect(list.misfits).toBe(202);
  });

  test('is the very error of a validator that throws', () => {
    const error = new Error('bug');
    const fails = (): never => {
      throw error;
    };
    expect(() => found(() => false, fails)).toThrow(error);
  });

  test('is that of an asynchronous validator too, the first in the order of the fields', async () => {
    const [first, second] = [new Error('first'), new Error('second')];
    const one = later<boolean>();
    const promise = found(
      () => one.promise,
      async () => Promise.reject(second),
    );
    one.reject(first);
    await expect(promise).rejects.toBe(first);
  });

  test('waits for asynchronous validators before an error of another one is thrown', async () => {
    const error = new Error('bug');
    const one = later<boolean>();
    let isOver = false;
    const promise = Promise.resolve(
      found(
        () => one.promise,
        () => {
          throw error;
        },
      ),
    ).catch((caught: unknown) => {
      isOver = true;
      return caught;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    one.resolve(true);
    expect(await promise).toBe(error);
  });
});

describe('Issues', () => {
  test('sorts by the first field of the path, and leaves the rest as found', () => {
    const paths = ['', 'others.1', 'unknown', 'name', 'others.0', 'id'];
    const issues = new Issues();
    for (const path of paths) issues.add(newIssue(path, 'custom', '', path === '' ? [] : path.split('.')));
    issues.sort(personSchema);
    expect(issues.listed.map(({ path }) => path)).toEqual([
      'id',
      'name',
      'others.1',
      'others.0',
      '',
      'unknown',
    ]);
  });
});
