import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Document } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import type { DocumentValidator, FieldValidator } from '../../../lib/schema/declare/constraints.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { findIssues } from '../../../lib/validation/fast/find-issues.js';
import { findUnknownFields } from '../../../lib/validation/find-unknown-fields.js';
import type { Issues } from '../../../lib/validation/issues.js';
import { ValidationError } from '../../../lib/validation/validation-error.js';

/** Returns the issues of a list with these elements. */
async function issuesOf(
  elements: readonly unknown[],
  each?: FieldValidator,
  ofClass: DocumentValidator | readonly DocumentValidator[] = [],
): Promise<Issues> {
  @Document({ validate: ofClass })
  class List {
    @Id(() => String) id = '1';
    @Field(() => [String], { each: { maxLength: 3, ...(each && { validate: each }) } }) tags = elements;
    @Field({ required: true }) name?: string;
  }
  const list = findIssues(schemaOf(List), new List());
  await list.answered;
  return list.issues;
}
const many = (count: number, element: unknown = 1): unknown[] => new Array<unknown>(count).fill(element);

describe('Issues without end', () => {
  test('are a hundred that are listed, and how many there are', async () => {
    const { listed, total } = await issuesOf(many(45_000));
    expect([listed.length, total]).toEqual([100, 45_001]);
    expect(listed[99]!.path).toBe('tags.99');
  });

  test('are all listed if they are no more than a hundred', async () => {
    const { listed, total } = await issuesOf(many(99));
    expect([listed.length, total, listed[99]!.path]).toEqual([100, 100, 'name']);
  });

  test('of broken constraints and of functions are counted, which are not called any more', async () => {
    let calls = 0;
    const { listed, total } = await issuesOf(many(1000, 'long'), () => {
      calls++;
      return 'is refused';
    });
    expect([listed.length, total, calls]).toEqual([100, 1051, 50]);
  });

  test('of asynchronous validators stand among the others, in the order of the fields', async () => {
    const { listed, total } = await issuesOf(many(300, 'ok'), async () => Promise.resolve(false));
    expect([listed.length, total]).toEqual([100, 301]);
    expect(listed.slice(0, 2).map(({ path }) => path)).toEqual(['tags.0', 'tags.1']);
  });

  test('of a schema of others are cut off', async () => {
    const schema = z.object({ tags: z.array(z.string().min(3)) });
    const { listed, total } = await issuesOf(many(20_000, 'a'), undefined, schema);
    expect([listed.length, total]).toEqual([100, 20_001]);
  });

  test.each([
    ['at once', (result: StandardSchemaV1.FailureResult) => result],
    ['later', async (result: StandardSchemaV1.FailureResult) => Promise.resolve(result)],
  ])('of a schema of others that answers %s are cut off', async (_title, answer) => {
    const issues = many(200_000, { message: 'no', path: ['tags'] }) as StandardSchemaV1.Issue[];
    const schema: StandardSchemaV1 = {
      '~standard': { version: 1, vendor: 'test', validate: () => answer({ issues }) },
    };
    const { listed, total } = await issuesOf([], undefined, schema);
    expect([listed.length, total]).toEqual([100, 200_001]);
  });

  test('of a validator of the class are cut off', async () => {
    const reported = many(200_000, { path: 'id', message: 'is odd' }) as never[];
    @Document({ validate: () => reported })
    class Odd {
      @Id(() => String) id = '1';
    }
    const { issues } = findIssues(schemaOf(Odd), new Odd());
    expect([issues.listed.length, issues.total]).toEqual([100, 200_000]);
  });

  test('that say again what is missing or of a wrong type keep no others out', async () => {
    const echoes = many(60).map((_, index) => ({ message: 'again', path: ['tags', index] }));
    const others = many(30).map((_, index) => ({ message: 'new', path: ['name', index] }));
    const schema: StandardSchemaV1 = {
      '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [...echoes, ...others] }) },
    };
    const { listed, total } = await issuesOf(many(60), undefined, schema);
    expect([listed.length, total]).toEqual([91, 91]);
    expect(listed.filter(({ detail }) => detail === 'new')).toHaveLength(30);
  });

  test('of names that are no fields are counted', () => {
    const values = Object.fromEntries(many(9000).map((_, index) => [`k${index}`, 1]));
    @Document()
    class Empty {
      @Id(() => String) id = '1';
    }
    const { listed, total } = findUnknownFields(schemaOf(Empty), values);
    expect([listed.length, total, listed[99]!.path]).toEqual([100, 9000, 'k99']);
  });
});

describe('The message of a ValidationError', () => {
  const issue = (path: string, message: string) => ({ path, code: 'custom', message });

  test('tells ten issues, and how many more there are', () => {
    const issues = many(100).map((_, index) => issue(`tags.${index}`, 'is odd'));
    const error = new ValidationError('Person', issues, 45_000);
    expect(error.message).toContain('tags.9: is odd; and 44990 more. Correct');
    expect(error.message).not.toContain('tags.10');
    expect([error.issues.length, error.total]).toEqual([100, 45_000]);
  });

  test('lists no more than a hundred of those that it is given', () => {
    const error = new ValidationError(
      'Person',
      many(5000).map((_, index) => issue(`a.${index}`, 'is odd')),
    );
    expect([error.issues.length, error.total]).toEqual([100, 5000]);
  });

  test('is on one line, and short, whatever issues say', () => {
    const error = new ValidationError(
      'Person',
      many(20).map(() => issue('a', `x\n${'y'.repeat(100_000)}`)),
    );
    expect(error.message).not.toContain('\n');
    expect(error.message.length).toBeLessThan(3500);
    expect(error.issues[0]!.message).toHaveLength(100_002);
  });
});
