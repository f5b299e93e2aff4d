import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Which receivers are called how often: read from the cases that tests run against a server. */

const cases = 'test/conformance/endings.ts';

const titles = {
  withoutTransaction: 'Without a transaction',
  inTransaction: 'In a transaction',
  inInnerTransaction: 'In a transaction inside another one',
};

/** outcome | now | afterCommit | notApplied | postCommit | postRollback | the caller gets */
export function endingTable() {
  const columns = ['now', 'afterCommit', 'notApplied', 'postCommit', 'postRollback'];
  const rows = [
    `| what happens | ${columns.map((name) => `\`${name}\``).join(' | ')} | the caller gets |`,
    `|---|${columns.map(() => ':-:|').join('')}---|`,
  ];
  for (const [list, title] of Object.entries(titles)) {
    rows.push(`| **${title}** |${columns.map(() => '|').join('')} |`);
    for (const { outcome, heard, caller } of endings(list)) {
      rows.push(`| ${outcome} | ${heard.map((count) => count || '–').join(' | ')} | ${callerOf(caller)} |`);
    }
  }
  return rows.join('\n');
}

/** @param {string} caller */
function callerOf(caller) {
  if (caller === 'result') return 'the result';
  return caller === 'ConflictException' ? 'what was thrown' : `\`${caller}\``;
}

/** The cases of a list. @param {string} list */
function endings(list) {
  const source = ts.createSourceFile(cases, readFileSync(cases, 'utf8'), ts.ScriptTarget.Latest, true);
  const found = [];
  source.forEachChild((node) => {
    if (!ts.isVariableStatement(node)) return;
    const [declaration] = node.declarationList.declarations;
    if (declaration?.name.getText() !== list) return;
    if (!declaration.initializer || !ts.isArrayLiteralExpression(declaration.initializer)) return;
    for (const element of declaration.initializer.elements) found.push(ending(element));
  });
  if (found.length === 0) throw new Error(`${cases} has no cases "${list}"`);
  return found;
}

/** @param {ts.Node} node */
function ending(node) {
  const values = new Map(node.properties.map((property) => [property.name.getText(), property.initializer]));
  return {
    outcome: values.get('outcome').text,
    heard: values.get('heard').elements.map((element) => Number(element.text)),
    caller: values.get('caller').text,
  };
}
