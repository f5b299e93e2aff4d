import type {
  DocumentPathValue,
  FieldName,
  IndexedPath,
  Leaf,
  SinglePath,
} from '../../schema/type/path-types.js';

/**
 * The paths of changes that `has` and `get` accept: elements of arrays by index, entries of maps by key. Any text if the class is not
 * known. For a generic `T extends Base` they are those of `Base`.
 */
export type ChangeSetPath<T> = (T extends unknown ? { readonly type: ChangeSetPathOf<T> } : never)['type'];

/** The type of the values of a change: embedded documents without their methods, maps as objects. */
export type ChangeSetValue<T, P> = T extends unknown ? ChangeSetValueOf<T, P> : never;

type IsUnknown<T> = unknown extends T ? true : [FieldName<T>] extends [never] ? true : false;

type ChangeSetPathOf<T> = IsUnknown<T> extends true ? string : SinglePath<T> | IndexedPath<T>;

type ChangeSetValueOf<T, P> =
  IsUnknown<T> extends true ? unknown : P extends string ? Shown<DocumentPathValue<T, P>> : never;

/** A value as a change shows it. */
type Shown<V> = unknown extends V
  ? V
  : V extends Leaf
    ? V
    : V extends ReadonlyMap<string, infer E>
      ? Readonly<Record<string, Shown<E>>>
      : V extends readonly (infer E)[]
        ? readonly Shown<E>[]
        : { readonly [K in keyof V as K extends FieldName<V> ? K : never]: Shown<V[K]> };
