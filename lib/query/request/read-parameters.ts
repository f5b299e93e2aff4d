import { shownPath } from '../../errors/shown-name.js';
import { isPlainObject } from '../../value/plain-object.js';
import type { RequestIssues } from './request-issues.js';

/** One text of a query string. */
export interface Parameter {
  /** The names that dots and brackets separate: `address.city[in][]` has `address`, `city`, `in` and an empty one. */
  readonly names: readonly string[];
  readonly text: string;
  /** Whether it was in an array. */
  readonly isInList: boolean;
}

/** More than any request needs: a text that is an entry of an object counts twice. */
const visitedAtMost = 1000;

/** More levels than paths have. */
const deepest = 16;

/**
 * Lists the texts of a query, as parsers give them: nested objects and arrays by qs, flat keys with brackets by others. Anything else than
 * text in them is an issue.
 */
export function readParameters(
  query: unknown,
  ignored: ReadonlySet<string>,
  issues: RequestIssues,
): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let visited = 0;
  const visit = (names: readonly string[], value: unknown, isInList: boolean): void => {
    if (++visited > visitedAtMost) return;
    const text = textOf(value);
    if (text !== undefined) parameters.push({ names, text, isInList });
    else if (Array.isArray(value) && value.length > 0 && names.length > 0 && !isInList)
      visitElements(names, value);
    else if (isPlainObject(value) && hasKeys(value) && names.length < deepest) visitEntries(names, value);
    else issues.add(shownPath(names.join('.')), 'type', 'is neither text nor a list of texts');
  };
  // By index: an array need not have the methods of one.
  const visitElements = (names: readonly string[], list: readonly unknown[]): void => {
    for (let index = 0; index < list.length && visited <= visitedAtMost; index++)
      visit(names, list[index], true);
  };
  const visitEntries = (names: readonly string[], value: Readonly<Record<string, unknown>>): void => {
    for (const key of Object.keys(value)) {
      if (visited > visitedAtMost) return;
      if (names.length > 0 || !ignored.has(key.split('[', 1)[0] ?? ''))
        visit([...names, ...namesIn(key)], value[key], false);
    }
  };
  if (isPlainObject(query)) visitEntries([], query);
  else issues.add('', 'type', 'The query is not an object of parameters');
  if (visited > visitedAtMost) issues.add('', 'too_many', 'The query has too many parameters');
  return parameters;
}

/** Some frameworks convert numbers and booleans by themselves. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function hasKeys(value: object): boolean {
  return Object.keys(value).length > 0;
}

/** The names in a key; the key itself if its brackets do not match. */
function namesIn(key: string): readonly string[] {
  const [, path, brackets] = /^([^[\]]*)((?:\[[^[\]]*\])*)$/.exec(key) ?? [];
  if (path === undefined || brackets === undefined) return [key];
  return [...path.split('.'), ...Array.from(brackets.matchAll(/\[([^\]]*)\]/g), ([, name = '']) => name)];
}
