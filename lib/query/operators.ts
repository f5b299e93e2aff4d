import { elementsOf } from '../value/elements-of.js';

/**
 * An operator in a filter. Only functions of this package make one, so nothing that arrives as JSON can be an operator.
 * `V` is the type of the values that it compares with.
 */
export class FilterOperator<out V = unknown> {
  /** Only for the compiler. */
  declare readonly valueType: V;
  readonly #name: 'oneOf' | 'not' | 'notOneOf';
  readonly #values: readonly unknown[];

  /** @internal */
  constructor(name: 'oneOf' | 'not' | 'notOneOf', values: readonly unknown[]) {
    this.#name = name;
    this.#values = values;
    Object.freeze(this);
  }

  /** @internal Asked by the private field, which no copy and no parsed object has. */
  static isOperator(value: unknown): value is FilterOperator {
    return typeof value === 'object' && value !== null && #name in value;
  }

  /** @internal */
  static read(operator: FilterOperator): {
    readonly name: 'oneOf' | 'not' | 'notOneOf';
    readonly values: readonly unknown[];
  } {
    return { name: operator.#name, values: operator.#values };
  }
}

/** Matches documents whose value is one of these: `{ name: oneOf(['Ada', 'Bob']) }`. None matches an empty list. */
export function oneOf<V>(values: readonly V[]): FilterOperator<V> {
  // What is no list is kept as it is, so that the filter that it stands in can name the path.
  const given: unknown = values;
  return new FilterOperator('oneOf', Array.isArray(given) ? Object.freeze(elementsOf(values)) : values);
}

/** Matches documents whose value is another, or absent: `{ name: not('Ada') }`, `{ name: not(oneOf(['Ada', 'Bob'])) }`. */
export function not<V>(value: V | FilterOperator<V>): FilterOperator<V> {
  if (!FilterOperator.isOperator(value)) return new FilterOperator('not', [value]);
  const { name, values } = FilterOperator.read(value);
  if (name === 'oneOf') return new FilterOperator('notOneOf', values);
  return new FilterOperator('oneOf', values);
}
