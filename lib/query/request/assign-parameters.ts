import { shownPath } from '../../errors/shown-name.js';
import type { DeclaredRequest } from './declared-request.js';
import type { Parameter } from './read-parameters.js';
import type { RequestIssues } from './request-issues.js';
import type { RequestPaging } from './request-options.js';
import { isNamedOperator } from './request-operators.js';
import type { NamedOperator } from './request-operators.js';

/** All texts for one parameter. */
export interface GivenTexts {
  /** The parameter, as issues show it. */
  readonly label: string;
  readonly texts: string[];
  /** Whether they came as a list, by an array, `[]` or repetition, so that commas in them are text. */
  isList: boolean;
}

/** Texts to compare the values of a path with. */
export interface GivenCondition extends GivenTexts {
  readonly path: string;
  readonly operator: NamedOperator;
}

export interface GivenParameters {
  readonly conditions: ReadonlyMap<string, GivenCondition>;
  /** Those for the sort and the page, by name. */
  readonly others: ReadonlyMap<string, GivenTexts>;
}

const otherNames: Readonly<Record<RequestPaging, readonly string[]>> = Object.freeze({
  number: ['sort', 'page', 'size'],
  cursor: ['sort', 'first', 'after', 'last', 'before'],
});

/** Finds what each text of a query is for. Texts for something undeclared are issues. */
export function assignParameters(
  parameters: readonly Parameter[],
  declared: DeclaredRequest,
  issues: RequestIssues,
): GivenParameters {
  const conditions = new Map<string, GivenCondition>();
  const others = new Map<string, GivenTexts>();
  const assign = (names: readonly string[], text: string, isInList: boolean): boolean => {
    const given = others.get(names.join('.')) ?? newOther(names) ?? newCondition(names);
    if (!given) return false;
    given.isList ||= isInList || given.texts.length > 0;
    given.texts.push(text);
    return true;
  };
  const newOther = ([name = '', ...rest]: readonly string[]): GivenTexts | undefined => {
    if (rest.length > 0 || !otherNames[declared.page].includes(name)) return undefined;
    return kept(others, { label: name, texts: [], isList: false });
  };
  const newCondition = (names: readonly string[]): GivenCondition | undefined => {
    const found = conditionOf(names, declared);
    return found && (conditions.get(found.label) ?? kept(conditions, { ...found, texts: [], isList: false }));
  };
  for (const { names, text, isInList } of parameters) {
    if (assign(names, text, isInList)) continue;
    if (hasListMark(names) && assign(names.slice(0, -1), text, true)) continue;
    refuse(names, declared, issues);
  }
  return { conditions, others };
}

function kept<G extends GivenTexts>(all: Map<string, G>, given: G): G {
  all.set(given.label, given);
  return given;
}

/** The path and operator that names stand for. A path goes before an operator of the same name. */
function conditionOf(
  names: readonly string[],
  { paths }: DeclaredRequest,
): Pick<GivenCondition, 'path' | 'operator' | 'label'> | undefined {
  const whole = names.join('.');
  if (paths.has(whole)) return { path: whole, operator: 'eq', label: whole };
  const [path, operator] = [names.slice(0, -1).join('.'), names.at(-1)];
  if (!paths.has(path) || !isNamedOperator(operator)) return undefined;
  return { path, operator, label: operator === 'eq' ? path : `${path}[${operator}]` };
}

/** Whether the last name is empty or an index, as in `tags[]` and `tags[0]`. */
function hasListMark(names: readonly string[]): boolean {
  return names.length > 1 && /^\d*$/.test(names.at(-1) ?? 'x');
}

function refuse(names: readonly string[], { paths }: DeclaredRequest, issues: RequestIssues): void {
  const path = names.slice(0, -1).join('.');
  const declared = paths.get(path);
  if (declared) issues.add(path, 'operator', `can be filtered by ${[...declared.operators].join(', ')} only`);
  else issues.add(shownPath(names.join('.')), 'unknown_parameter', 'is unknown');
}
