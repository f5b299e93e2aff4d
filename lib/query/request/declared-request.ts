import { shownPath } from '../../errors/shown-name.js';
import { kindOf } from '../../kind/kinds.js';
import { describeType } from '../../schema/describe-type.js';
import type { FieldType, RootSchema } from '../../schema/document-schema.js';
import { isPlainObject } from '../../value/plain-object.js';
import { findPath } from '../find-path.js';
import { assertSortable } from './assert-sortable.js';
import { InvalidRequestOptionsError } from './request-errors.js';
import { operatorsOf, requestOperators } from './request-operators.js';
import type { NamedOperator } from './request-operators.js';
import type { RequestPaging, RequestQueryOptions } from './request-options.js';

/** The type of the values at a path, or of their elements, and the operators that requests may use there. */
export interface DeclaredPath {
  readonly type: FieldType;
  readonly operators: ReadonlySet<NamedOperator>;
}

/** The options of `filterFrom`, checked, with their defaults. */
export interface DeclaredRequest {
  readonly paths: ReadonlyMap<string, DeclaredPath>;
  readonly sortable: readonly string[];
  readonly defaultSort: object;
  readonly size: { readonly default: number; readonly max: number };
  readonly page: RequestPaging;
  readonly ignoreCase: boolean;
  readonly ignored: ReadonlySet<string>;
}

type Refuse = (reason: string, remedy: string) => never;

/** @throws InvalidRequestOptionsError */
export function declaredRequest(
  schema: RootSchema,
  options: RequestQueryOptions<object> | undefined,
): DeclaredRequest {
  const refuse: Refuse = (reason, remedy) => {
    throw new InvalidRequestOptionsError(schema.name, reason, remedy);
  };
  if (!isPlainObject(options)) return refuse('They are not an object', 'Give an object');
  const given: { readonly [K in keyof RequestQueryOptions<object>]?: unknown } = options;
  const { filter = {}, sort = [], defaultSort = {}, page = 'number', ignoreCase = true, ignore = [] } = given;
  if (!isPlainObject(filter)) return refuse('filter is not an object', 'Give operators by path');
  if (!isTexts(sort)) return refuse('sort is not a list of paths', `Give paths: ['name']`);
  if (!isTexts(ignore)) return refuse('ignore is not a list of names', 'Give names of parameters');
  if (page !== 'number' && page !== 'cursor') return refuse('page is unknown', `Use 'number' or 'cursor'`);
  if (typeof ignoreCase !== 'boolean')
    return refuse('ignoreCase is neither true nor false', 'Give true or false');
  assertSortable(schema, sort, defaultSort, page, refuse);
  const paths = new Map<string, DeclaredPath>();
  for (const [path, operators] of Object.entries(filter))
    if (operators !== undefined) paths.set(path, declaredPath(schema, path, operators, refuse));
  const size = declaredSize(given.size, refuse);
  return {
    paths,
    sortable: sort,
    defaultSort: defaultSort as object,
    size,
    page,
    ignoreCase,
    ignored: new Set(ignore),
  };
}

function declaredPath(schema: RootSchema, path: string, declared: unknown, refuse: Refuse): DeclaredPath {
  const found = findPath(schema, path);
  const shown = shownPath(path);
  if (!found) return refuse(`${shown} does not lead to a declared field`, 'Use paths of the class');
  if (!Array.isArray(declared) || declared.length === 0)
    return refuse(`The operators of ${shown} are not a list, or an empty one`, `Give a list: ['eq']`);
  const type = elementTypeOf(found.type);
  const operators = new Set<NamedOperator>();
  for (const each of declared as readonly unknown[]) {
    const named = operatorsOf(each) ?? refuse(`An operator of ${shown} is unknown`, `Use ${known}`);
    for (const name of named) {
      if (!requestOperators[name].fits(type))
        return refuse(
          `${String(each)} does not fit ${shown}, whose values are of the type ${describeType(type)}`,
          'Use another operator, or write this condition in the program',
        );
      operators.add(name);
    }
  }
  return { type, operators };
}

const known = [...Object.keys(requestOperators), 'range'].join(', ');

/** The type of the values that an array holds, however deep. */
export function elementTypeOf(type: FieldType): FieldType {
  const element = kindOf(type).elementType(type);
  return element ? elementTypeOf(element) : type;
}

function declaredSize(size: unknown, refuse: Refuse): DeclaredRequest['size'] {
  if (size !== undefined && !isPlainObject(size))
    return refuse('size is not an object', 'Give { default, max }');
  const max = size?.max ?? 100;
  if (!isSize(max)) return refuse('The max of size is not a whole number of at least 1', 'Give a number');
  const usual = size?.default ?? Math.min(20, max);
  if (!isSize(usual) || usual > max)
    return refuse('The default of size is not a whole number from 1 to its max', 'Give a number');
  return { default: usual, max };
}

/** Far below where the server would stop counting. */
function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) < 2 ** 31;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
