import type { FieldType } from '../../schema/document-schema.js';
import { gt } from '../comparison/gt.js';
import { gte } from '../comparison/gte.js';
import { lt } from '../comparison/lt.js';
import { lte } from '../comparison/lte.js';
import { noneOf } from '../comparison/none-of.js';
import { oneOf } from '../comparison/one-of.js';
import { isOrdered } from '../comparison/ordered.js';
import { exists } from '../element/exists.js';
import { not } from '../logic/not.js';
import { contains } from '../text/contains.js';
import { endsWith } from '../text/ends-with.js';
import type { TextMatchOptions } from '../text/pattern.js';
import { startsWith } from '../text/starts-with.js';
import type { RequestOperator } from './request-options.js';
import { isWrittenAsText } from './value-from-text.js';

/** An operator that a request can name. */
export type NamedOperator = Exclude<RequestOperator, 'range'>;

interface OperatorRow {
  /** Whether it can stand under a path whose values, or whose elements, are of a type. */
  readonly fits: (type: FieldType) => boolean;
  /** The texts that it takes; `list` is any number of values of the field. */
  readonly takes: 'value' | 'list' | 'boolean';
  /** The operator for several values, if this one takes one. */
  readonly several?: NamedOperator;
  /** Makes what stands under the path. */
  readonly condition: (value: never, options: TextMatchOptions) => unknown;
}

const ofValue = { fits: isWrittenAsText, takes: 'value' } as const;
const ofOrder = {
  fits: (type: FieldType) => isWrittenAsText(type) && isOrdered(type),
  takes: 'value',
} as const;
const ofText = { fits: ({ kind }: FieldType) => kind === 'string', takes: 'value' } as const;

/** The operators of requests: to add one, add a row. None of them compiles a pattern of the request. */
export const requestOperators: Readonly<Record<NamedOperator, OperatorRow>> = Object.freeze({
  eq: { ...ofValue, several: 'in', condition: (value: unknown) => value },
  ne: { ...ofValue, several: 'nin', condition: (value: unknown) => not(value) },
  in: { fits: isWrittenAsText, takes: 'list', condition: (values: readonly unknown[]) => oneOf(values) },
  nin: { fits: isWrittenAsText, takes: 'list', condition: (values: readonly unknown[]) => noneOf(values) },
  gt: { ...ofOrder, condition: (value: string) => gt(value) },
  gte: { ...ofOrder, condition: (value: string) => gte(value) },
  lt: { ...ofOrder, condition: (value: string) => lt(value) },
  lte: { ...ofOrder, condition: (value: string) => lte(value) },
  contains: { ...ofText, condition: (text: string, options) => contains(text, options) },
  startsWith: { ...ofText, condition: (text: string, options) => startsWith(text, options) },
  endsWith: { ...ofText, condition: (text: string, options) => endsWith(text, options) },
  exists: { fits: () => true, takes: 'boolean', condition: (isPresent: boolean) => exists(isPresent) },
});

/** The operators that a declaration stands for; undefined for an unknown one. */
export function operatorsOf(declared: unknown): readonly NamedOperator[] | undefined {
  if (declared === 'range') return ['gt', 'gte', 'lt', 'lte'];
  return isNamedOperator(declared) ? [declared] : undefined;
}

export function isNamedOperator(name: unknown): name is NamedOperator {
  return typeof name === 'string' && Object.hasOwn(requestOperators, name);
}
