import type { DocumentPath, FieldName, Leaf } from './path-types.js';
import type { Allows, Budget, NamedPathBudget, Spend } from './path-budget.js';

/** The paths that a listener may ask for: those of the document, and `address.*` for all that is inside a field. */
export type ListenedPath<T> =
  DocumentPath<T> | (T extends unknown ? { readonly type: ContentsPath<T> } : never)['type'];

/** Counts levels down, so that classes that hold each other end. */
type Deeper = [never, 0, 1, 2, 3];

/** The fields of a class that hold others. Maps and untyped fields accept any key already. */
type Holder<T> = {
  [K in FieldName<T>]: NonNullable<T[K]> extends Leaf | ReadonlyMap<string, unknown> ? never : K;
}[FieldName<T>];

type ContentsPath<T, Level extends number = 4, Left extends Budget = NamedPathBudget> = Level extends 0
  ? never
  : {
      [K in Holder<T>]: `${K}.*` | ContentsBelow<K, Held<T[K]>, Deeper[Level], Spend<Left, Holder<T>>>;
    }[Holder<T>];

/** The contents of a field: for an array its elements, at any depth. */
type Held<V> = NonNullable<V> extends readonly (infer E)[] ? Held<E> : NonNullable<V>;

type ContentsBelow<K extends string, V, Level extends number, Left extends Budget> = unknown extends V
  ? never
  : V extends Leaf | ReadonlyMap<string, unknown>
    ? never
    : Allows<Left, keyof V> extends true
      ? `${K}.${ContentsPath<V, Level, Left>}`
      : never;
