import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Generates parts of the docs from the doc comments of the code, which tests hold against the signals that are sent. */

/** @param {string} path */
function parse(path) {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** @param {ts.Node} node */
function comment(node) {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = doc ? (ts.getTextOfJSDocComment(doc.comment) ?? '') : '';
  return text.replace(/\s+/g, ' ').trim();
}

/** The members that each payload has of its own, by the name of its signal. */
function payloadMembers() {
  const members = new Map();
  parse('lib/lifecycle/payloads.ts').forEachChild((node) => {
    if (!ts.isInterfaceDeclaration(node) || !node.heritageClauses) return;
    const signal = node.name.text[0].toLowerCase() + node.name.text.slice(1);
    members.set(
      signal,
      node.members.map((member) => `\`${member.name?.getText() ?? ''}\``),
    );
  });
  return members;
}

/** signal | payload adds | moment */
export function signalTable() {
  const members = payloadMembers();
  const rows = ['| signal | payload adds | moment |', '|---|---|---|'];
  parse('lib/lifecycle/signals.ts').forEachChild((node) => {
    if (!ts.isVariableStatement(node)) return;
    const [declaration] = node.declarationList.declarations;
    const name = declaration?.name.getText() ?? '';
    if (members.has(name)) rows.push(`| \`${name}\` | ${members.get(name).join(', ')} | ${comment(node)} |`);
  });
  return rows.join('\n');
}

/** The signals that the comment of a method says it sends: `[]` for "sends no signals". */
export function signalsOfMethods() {
  const methods = new Map();
  const files = [
    'document-repository',
    'write/save-repository',
    'write/delete-repository',
    'write/lease-repository',
    'read-repository',
  ].map((name) => parse(`lib/repository/${name}.ts`));
  for (const node of files.flatMap(({ statements }) => [...statements])) {
    if (!ts.isClassDeclaration(node)) continue;
    for (const member of node.members.filter(ts.isMethodDeclaration)) {
      const text = comment(member);
      const isStatic = member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
      // Of overloads the first one has the comment.
      if (isStatic || methods.has(member.name.getText())) continue;
      const sends = /Sends ((?:`\w+`(?:, )?)+)(?: (for each[^.]*|if[^.]*|and[^.]*))?/.exec(text);
      if (!sends && !text.includes('sends no signals'))
        throw new Error(`The comment of ${member.name.getText()} does not say what it sends`);
      methods.set(member.name.getText(), {
        signals: [...(sends?.[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
        note: sentence(text),
      });
    }
  }
  return methods;
}

/** @param {string} text */
function sentence(text) {
  return (
    text.split(/(?<=\.) /).find((part) => part.includes('Sends `') || part.includes('sends no signals')) ?? ''
  );
}

/** method | signals, in order */
export function methodTable() {
  const rows = ['| method | signals, in order |', '|---|---|'];
  for (const [name, { signals, note }] of signalsOfMethods()) {
    rows.push(
      `| \`${name}\` | ${signals.length === 0 ? 'none' : note.replace(/^Sends /, '').replace(/\.$/, '')} |`,
    );
  }
  return rows.join('\n');
}
