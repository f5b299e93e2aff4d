import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import ts from 'typescript';
import { parseSource, readSources } from './source-files.js';
import type { SourceFile } from './source-files.js';

const lib = readSources('lib');
const entries = [
  'lib/index.ts',
  'lib/class-validator/index.ts',
  'lib/http/index.ts',
  'lib/migration/index.ts',
  'lib/seed/index.ts',
  'lib/testing/index.ts',
];

/** Values outside schema/ that live as long as the process, each with the reason why it does not belong to one application. */
const permitted = new Map([
  ['lib/codec/bytes/bson-bytes.ts: fixedSizes', 'a table that never changes'],
  ['lib/codec/fast/decode-bytes.ts: decoders', 'follows from a schema, which never changes'],
  ['lib/codec/fast/assemble-document.ts: assemblers', 'follows from a schema, which never changes'],
  ['lib/codec/fast/encode-document.ts: encoders', 'follows from a schema, which never changes'],
  ['lib/validation/fast/certainly-valid.ts: checks', 'follows from a schema, which never changes'],
  ['lib/codec/fast/encoder-writer.ts: asTheyAre', 'a table that never changes'],
  ['lib/http/error-status.ts: statuses', 'a table that never changes'],
  ['lib/http/id-from-text.ts: parsers', 'a table that never changes'],
  ['lib/module/tokens.ts: repositoryTokens', 'tokens belong to classes, which applications may share'],
  ['lib/query/compile-sort.ts: directions', 'a table that never changes'],
  ['lib/operation/document-id.ts: generators', 'a table that never changes'],
  ['lib/codec/convert-given.ts: convertibleFields', 'follows from a schema, which never changes'],
  ['lib/operation/build/instantiated-classes.ts: made', 'follows from schemas, which never change'],
  ['lib/kind/belongs-to.ts: ofSchema', 'follows from a schema, which never changes'],
  ['lib/kind/belongs-to.ts: holding', 'follows from a schema, which never changes'],
  ['lib/reference/initial-targets.ts: initialValues', 'follows from a schema and its class'],
  ['lib/operation/write/immutable-fields.ts: trackedFields', 'follows from a schema, which never changes'],
  ['lib/signal/signal.ts: signalCount', 'numbers signals, which applications share'],
]);
const collections = ['Map', 'Set', 'WeakMap', 'WeakSet', 'Array', 'AsyncLocalStorage'];

/** Variables of a module and of a class that can change while an application runs. */
function mutableState({ path, syntax }: SourceFile): string[] {
  const found: string[] = [];
  for (const statement of syntax.statements) {
    if (ts.isVariableStatement(statement)) {
      const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
      for (const { name, initializer } of statement.declarationList.declarations)
        if (!isConst || isCollection(initializer)) found.push(`${path}: ${name.getText(syntax)}`);
    }
    if (!ts.isClassDeclaration(statement)) continue;
    for (const member of statement.members) {
      if (!ts.isPropertyDeclaration(member)) continue;
      const kinds = member.modifiers?.map(({ kind }) => kind) ?? [];
      if (!kinds.includes(ts.SyntaxKind.StaticKeyword)) continue;
      if (!kinds.includes(ts.SyntaxKind.ReadonlyKeyword) || isCollection(member.initializer))
        found.push(`${path}: ${statement.name?.text ?? ''}.${member.name.getText(syntax)}`);
    }
  }
  return found;
}

function isCollection(initializer: ts.Expression | undefined): boolean {
  if (!initializer) return false;
  if (ts.isArrayLiteralExpression(initializer)) return true;
  return (
    ts.isNewExpression(initializer) &&
    collections.includes(initializer.expression.getText(initializer.getSourceFile()))
  );
}

describe('A file of lib', () => {
  test('has at most 250 lines', () => {
    const breaches = lib
      // The entry file is a list of exports.
      .filter(({ path, lineCount }) => lineCount > 250 && path !== 'lib/index.ts')
      .map(({ path, lineCount }) => `${path} has ${lineCount} lines: a file of lib has at most 250`);

    expect(breaches).toEqual([]);
  });

  test('exports what others declare only if it is an entry', () => {
    const breaches = lib
      .filter(({ path }) => !entries.includes(path))
      .filter(
        ({ path, syntax }) =>
          basename(path) === 'index.ts' ||
          syntax.statements.some((each) => ts.isExportDeclaration(each) && each.moduleSpecifier),
      )
      .map(({ path }) => `${path} exports from another file: only ${entries.join(' and ')} do`);

    expect(breaches).toEqual([]);
  });

  test('has a name in kebab case', () => {
    expect(lib.map(({ path }) => basename(path)).filter((name) => !/^[a-z0-9.-]+\.ts$/.test(name))).toEqual(
      [],
    );
  });

  test('keeps no state of an application in a variable of the module or of a class', () => {
    const breaches = lib
      .filter(({ folder }) => folder !== 'schema')
      .flatMap(mutableState)
      .filter((found) => !permitted.has(found))
      .map((found) => `${found}: state belongs to one application, never to a module or class`);

    expect(breaches).toEqual([]);
  });

  test('keeps what it is permitted to keep', () => {
    const found = lib.flatMap(mutableState);

    expect([...permitted.keys()].filter((each) => !found.includes(each))).toEqual([]);
  });
});

describe('An entry', () => {
  test.each(entries)('%s names each export', (path) => {
    const entry = lib.find((file) => file.path === path)!;

    expect(
      entry.syntax.statements.filter((each) => !isNamedExport(each)).map((each) => each.getText()),
    ).toEqual([]);
  });

  function isNamedExport(statement: ts.Statement): boolean {
    return (
      ts.isExportDeclaration(statement) &&
      statement.moduleSpecifier !== undefined &&
      statement.exportClause !== undefined &&
      ts.isNamedExports(statement.exportClause)
    );
  }
});

describe('A spec file', () => {
  test('has at most 300 lines', () => {
    const breaches = readSources('test')
      .filter(({ path, lineCount }) => path.endsWith('.spec.ts') && lineCount > 300)
      .map(({ path, lineCount }) => `${path} has ${lineCount} lines: a spec file has at most 300`);

    expect(breaches).toEqual([]);
  });
});

describe('State of a module is reported', () => {
  test.each([
    ['let count = 0;', ['lib/a/a.ts: count']],
    ['export let count: number;', ['lib/a/a.ts: count']],
    ['const known = new Map<string, number>();', ['lib/a/a.ts: known']],
    ['const known: string[] = [];', ['lib/a/a.ts: known']],
    ['export class A { static count = 0; }', ['lib/a/a.ts: A.count']],
    ['export class A { static readonly known = new Set(); }', ['lib/a/a.ts: A.known']],
    ['const depth = 8; export class A { static of() {} readonly known = new Map(); }', []],
  ])('%s', (text, found) => {
    expect(mutableState(parseSource('lib/a/a.ts', text))).toEqual(found);
  });
});
