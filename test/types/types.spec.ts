import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Compilation, expectationsOf, fixtures } from './compiled-fixtures.js';
import { costOf } from './generated-classes.js';

const compilation = new Compilation();
const visibleErrors = compilation.visibleErrors();
const allErrors = compilation.allErrors();

describe('The error of a handler whose parameter does not fit', () => {
  const lastLineOf = (fact: string): string | undefined => {
    const expected = fixtures.flatMap(expectationsOf).find((each) => each.fact === fact);
    const error = allErrors.find(({ file, line }) => file === expected?.file && line === expected.line);
    return error?.message.split('\n').at(-1)?.trim();
  };

  test.each<[fact: string, handler: string, signal: string]>([
    [
      'a listener of a document of another class',
      '({ document }: PreSave<Person>) => Person',
      "'\"This handler's parameter does not fit the payload of preSave\"'",
    ],
    [
      'a listener of commits with the payload of rollbacks',
      '({ error }: PostRollback) => unknown',
      "'\"This handler's parameter does not fit the payload of postCommit\"'",
    ],
  ])('ends in a sentence: %s', (fact, handler, sentence) => {
    expect(lastLineOf(fact)).toBe(
      `Type 'TypedPropertyDescriptor<${handler}>' is not assignable to type ${sentence}.`,
    );
  });
});

describe('SignalContext', () => {
  const use = `
    import { CreatedBy, DocumentsModule, OnPostSave } from 'nestjs-documents';
    import type { PostSave } from 'nestjs-documents';
    class Person { id!: ObjectId; name!: string; }
    class Listener {
      @CreatedBy((context) => context.user) by?: string;
      @OnPostSave(Person) hear({ context }: PostSave<Person>) { const user: string | undefined = context.user; return user; }
    }
    const save = (people: DocumentRepository<Person>, one: Person) => people.save(one, { context: { user: 'ada' } });
    DocumentsModule.forRoot({ uri: '', context: () => ({ user: 'ada' }) });
  `;
  const declaration = `declare module 'nestjs-documents' { interface SignalContext { user?: string } }`;

  test('is what listeners are given and callers give, once the application declares it', () => {
    expect(costOf(use + declaration).errors).toEqual([]);
  });

  test.each<[string, string]>([
    [
      'of a call',
      `const other = (all: DocumentRepository<Person>, one: Person) => all.save(one, { context: { usr: '' } });`,
    ],
    ['of forRoot', `DocumentsModule.forRoot({ uri: '', context: () => ({ user: 1 }) });`],
    ['of a decorator', `class Note { @CreatedBy((context) => context.usr) by?: string; }`],
    ['of the user that a field stores', `class Note { @CreatedBy((context) => context.user) by?: number; }`],
    ['of a payload', `const read = ({ context }: PostSave<Person>) => context.usr;`],
  ])('refuses then what it has not: %s', (_, wrong) => {
    expect(costOf(use + declaration + wrong).errors).toHaveLength(1);
  });

  test('is open to all keys without a declaration', () => {
    expect(
      costOf(
        use
          .replace('const user: string | undefined', 'const user: unknown')
          .replace('return user', 'return context.any'),
      ).errors,
    ).toEqual([]);
  });
});

describe.each(fixtures.map((path) => [basename(path), path]))('%s', (file, path) => {
  test('compiles, and every error that it expects is there', () => {
    expect(visibleErrors.filter((error) => error.file === file)).toEqual([]);
  });

  const expectations = expectationsOf(path);
  if (expectations.length === 0) return;

  test.each(expectations.map((each) => [each.fact, each] as const))('refuses %s', (_fact, expected) => {
    const errors = allErrors.filter((error) => error.file === file && error.line === expected.line);

    expect(errors.map(({ code }) => code)).toEqual(expected.codes);
  });
});
