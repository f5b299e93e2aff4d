import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** The signals that the doc comment of a method names, `[]` where it says that it sends none. */
export type DocumentedSignals = ReadonlyMap<string, readonly string[] | undefined>;

/**
 * Reads the doc comments of the public methods of a class: "Sends `preInit`, `postInit` …" or "sends no signals".
 * A method whose comment says neither is there with undefined.
 */
export function documentedSignals(file: URL, className: string): DocumentedSignals {
  const source = ts.createSourceFile(
    file.pathname,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.ES2022,
    true,
    ts.ScriptKind.TS,
  );
  const declaration = source.statements.find(
    (statement) => ts.isClassDeclaration(statement) && statement.name?.text === className,
  ) as ts.ClassDeclaration | undefined;
  const methods = declaration?.members.filter(
    (member) =>
      ts.isMethodDeclaration(member) &&
      !ts.isPrivateIdentifier(member.name) &&
      // Of overloads the first one has the comment.
      commentOf(member) !== '' &&
      !member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword),
  );
  if (!methods) throw new Error(`${file.pathname} declares no class ${className}`);
  return new Map(methods.map((method) => [method.name?.getText() ?? '', signalsIn(commentOf(method))]));
}

function commentOf(method: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(method)
    .map((comment) => comment.getText())
    .join('\n');
}

function signalsIn(comment: string): readonly string[] | undefined {
  const sentence = /\bSends ([^.]*)\./.exec(comment)?.[1];
  if (sentence !== undefined) return [...sentence.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  return /\bsends no signals\b/.test(comment) ? [] : undefined;
}
