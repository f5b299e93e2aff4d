import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as entry from 'nestjs-documents';
import ts from 'typescript';
import { readSources } from './source-files.js';

interface ErrorClass {
  readonly name: string;
  readonly path: string;
  readonly base: string;
  readonly isAbstract: boolean;
  readonly code: string | undefined;
}

const classes = readSources('lib').flatMap(({ path, syntax }) =>
  syntax.statements.filter(ts.isClassDeclaration).map((each) => describeClass(path, each)),
);

function describeClass(path: string, declaration: ts.ClassDeclaration): ErrorClass {
  const base = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0];
  const code = declaration.members
    .filter(ts.isPropertyDeclaration)
    .find((each) => each.name.getText() === 'code');
  return {
    name: declaration.name?.text ?? '',
    path,
    base: base?.expression.getText() ?? '',
    isAbstract: declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false,
    code: code?.initializer && ts.isStringLiteral(code.initializer) ? code.initializer.text : undefined,
  };
}

function isError({ base }: ErrorClass): boolean {
  if (base === 'DocumentsError') return true;
  const parent = classes.find(({ name }) => name === base);
  return parent !== undefined && isError(parent);
}

/** The base of all, and what is thrown to leave a recursion and caught in the same folder. */
const neverLeave = [
  'lib/errors/documents-error.ts: DocumentsError',
  'lib/codec/codec-errors.ts: Misfit',
  'lib/validation/issue-list.ts: TooDeep',
  'lib/cli/command-error.ts: CommandError',
  'lib/server/pattern/pattern-reader.ts: Untranslatable',
];
const errors = classes.filter((each) => isError(each) && !each.isAbstract);
const codes = errors.flatMap(({ code }) => code ?? []);
const headings = [...readFileSync('docs/09-errors.md', 'utf8').matchAll(/^## ([A-Z][A-Z0-9_]+)$/gm)].map(
  ([, code]) => code,
);

describe('An error of lib', () => {
  test('extends DocumentsError, and its name ends with Error', () => {
    const breaches = classes
      .filter(({ base }) => base === 'Error' || base.endsWith('Error'))
      .filter((each) => !(isError(each) && each.name.endsWith('Error')))
      .map(({ path, name }) => `${path}: ${name}`);

    expect(breaches.filter((breach) => !neverLeave.includes(breach))).toEqual([]);
    expect(errors.length).toBeGreaterThan(20);
  });

  test('has a code of its own, written in the class', () => {
    const breaches = errors.filter(({ code }) => code === undefined || !/^[A-Z][A-Z0-9_]+$/.test(code));

    expect(breaches).toEqual([]);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  test('is exported from the entry', () => {
    const breaches = errors
      .filter(({ name }) => !(name in entry))
      .map(({ path, name }) => `${path}: ${name} is not exported from lib/index.ts`);

    expect(breaches).toEqual([]);
  });
});

describe('AnyDocumentsError', () => {
  const file = readSources('lib').find(({ path }) => path === 'lib/module/any-documents-error.ts')!;
  const union = file.syntax.statements
    .filter(ts.isTypeAliasDeclaration)
    .find(({ name }) => name.text === 'AnyDocumentsError')!.type as ts.UnionTypeNode;

  test('is every error, so that DocumentsErrorCode is every code', () => {
    expect(union.types.map((type) => type.getText()).sort()).toEqual(errors.map(({ name }) => name).sort());
  });
});

describe('docs/09-errors.md', () => {
  test('has a heading for each code', () => {
    expect(codes.filter((code) => !headings.includes(code))).toEqual([]);
  });

  test('has no heading of a code that does not exist, and none twice', () => {
    expect(
      headings.filter((code, index) => !codes.includes(code!) || headings.indexOf(code) !== index),
    ).toEqual([]);
  });
});
