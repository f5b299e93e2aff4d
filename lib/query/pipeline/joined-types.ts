import type { FieldPath, FieldValue, Widened } from '../expression/field-types.js';
import type { Flat } from './row-types.js';

/** The path, if it leads to an array and not through one. Not distributive: the compiler tries it with the union of all paths first. */
export type ArrayPath<Row, P extends string> = [P] extends [keyof Row]
  ? IsArray<Row[P]> extends true
    ? P
    : never
  : [P] extends [`${infer K}.${infer Rest}`]
    ? K extends keyof Row
      ? unknown extends Row[K]
        ? P
        : NonNullable<Row[K]> extends readonly unknown[]
          ? never
          : ArrayPath<NonNullable<Row[K]>, Rest> extends never
            ? never
            : P
      : never
    : never;

type IsArray<V> = unknown extends V ? true : NonNullable<V> extends readonly unknown[] ? true : false;

/** The rows that `unwind` gives: an element in place of the array at the path. */
export type Unwound<Row, P extends string, Options> = Flat<
  WithElement<Row, P, Options extends { readonly preserveNullAndEmptyArrays: true } ? undefined : never> &
    (Options extends { readonly includeArrayIndex: infer Name extends string }
      ? Record<Name, number | null>
      : unknown)
>;

type WithElement<Row, P extends string, Absent> = [P] extends [`${infer K}.${infer Rest}`]
  ? { [N in keyof Row]: N extends K ? WithElement<NonNullable<Row[N]>, Rest, Absent> : Row[N] }
  : { [N in keyof Row as N extends P ? never : N]: Row[N] } & {
      [N in P & keyof Row]: NonNullable<Row[N]> extends readonly (infer E)[] ? E | Absent : unknown;
    };

/** The paths of the other class whose values can equal those of the row. */
export type PathOfKind<F, Local, P = FieldPath<F>> = P extends string
  ? SameKind<Local, FieldValue<F, P>, P>
  : never;

/** The path of the other class, if its values can equal those of the row. */
type SameKind<Local, Foreign, P> = unknown extends Local | Foreign
  ? P
  : [Compared<Local>] extends [Compared<Foreign>]
    ? P
    : [Compared<Foreign>] extends [Compared<Local>]
      ? P
      : never;

type Compared<V> = V extends null | undefined
  ? never
  : V extends readonly (infer E)[]
    ? Compared<E>
    : Widened<V>;
