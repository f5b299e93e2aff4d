import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** An import, an `export … from`, an `import()` or an `import('…').Type`. */
export interface SourceImport {
  readonly specifier: string;
  /** The file of the project that it leads to: `lib/signal/signal.ts`; undefined for a package. */
  readonly target: string | undefined;
  readonly isTypeOnly: boolean;
}

export interface SourceFile {
  /** From the project's folder: `lib/signal/signal.ts`. */
  readonly path: string;
  /** The folder directly below `lib`: `repository` for `lib/operation/save/save.ts` too; empty for the entry. */
  readonly folder: string;
  readonly lineCount: number;
  readonly imports: readonly SourceImport[];
  readonly syntax: ts.SourceFile;
}

const known = new Map<string, readonly SourceFile[]>();

/** The TypeScript files below a folder of the project, which are parsed once. */
export function readSources(folder: string): readonly SourceFile[] {
  const sources = known.get(folder) ?? parseFolder(folder);
  known.set(folder, sources);
  return sources;
}

function parseFolder(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => {
      const path = join(folder, name);
      return parseSource(path, readFileSync(path, 'utf8'));
    });
}

export function parseSource(path: string, text: string): SourceFile {
  const syntax = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  return {
    path,
    folder: folderOf(path),
    lineCount: text.trimEnd().split('\n').length,
    imports: importsOf(syntax),
    syntax,
  };
}

export function folderOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? (parts[1] ?? '') : '';
}

function importsOf(syntax: ts.SourceFile): SourceImport[] {
  const found: SourceImport[] = [];
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean): void => {
    if (specifier && ts.isStringLiteral(specifier))
      found.push({
        specifier: specifier.text,
        target: targetOf(syntax.fileName, specifier.text),
        isTypeOnly,
      });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnlyImport(node));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(syntax);
  return found;
}

function isTypeOnlyImport({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = importClause;
  return (
    !name &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

function targetOf(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');
}
