import type { DoesNotFit } from '../../document/field-decorator.js';
import type { DocumentFilter } from '../../query/filter.js';
import type { DocumentClass } from '../../schema/declare/class-record.js';
import type { IndexDirection } from '../../schema/declare/index-record.js';
import type { DocumentField, DocumentPath } from '../../schema/type/path-types.js';
import type { DocumentIndexKeys, DocumentIndexOptions, FieldIndexOptions } from './index-options.js';

/** Decorates a class that has the paths of an index, or a field; others do not compile. */
export type IndexDecorator<First, Options> = ClassIndexDecorator<First, Options> &
  FieldIndexDecorator<
    First extends IndexDirection ? Options : First,
    // A field has no paths to name.
    First extends DocumentIndexKeys ? [keyof First] : [never]
  >;

type ClassIndexDecorator<Keys, Options> = <C extends DocumentClass>(
  documentClass: C & Checked<ProblemOfClass<InstanceType<C>, Keys, Options>>,
) => void;

/** Decorates a property that can have an index with the options. `Named` are paths that were named for it. */
export type FieldIndexDecorator<Options, Named extends readonly unknown[] = [never]> = <
  T extends object,
  K extends string | symbol,
>(
  target: T,
  property: K & Checked<ProblemOfField<T, K, Options, Named>>,
) => void;

/** Reads the problem as a property, as for decorators of fields. */
type Checked<Problem extends Outcome> = Problem['problem'];

/** The problem of a check; `unknown` if it passes. */
interface Outcome {
  readonly problem: unknown;
}

interface Because<Reason extends string> {
  readonly problem: DoesNotFit<Reason>;
}

type ProblemOfClass<T, Keys, Options> = Keys extends DocumentIndexKeys
  ? [keyof Keys] extends [never]
    ? Because<'An index of a class needs paths'>
    : [UndeclaredKey<T, keyof Keys & string>] extends [never]
      ? ProblemOfOptions<T, Options, DocumentIndexOptions, keyof Keys>
      : Because<`The class has no path ${UndeclaredKey<T, keyof Keys & string>}`>
  : Because<'An index of a class needs paths'>;

type ProblemOfField<T, K, Options, Named> = [Named] extends [[never]]
  ? 'expireAfter' extends keyof Options
    ? MayBeDate<K extends keyof T ? T[K] : unknown> extends true
      ? ProblemOfOptions<T, Options, FieldIndexOptions, never>
      : Because<'expireAfter is for a Date'>
    : ProblemOfOptions<T, Options, FieldIndexOptions, never>
  : Because<'An index of a field has no paths: name them in an index of the class'>;

/** The keys that are not paths of a class, each alone. */
type UndeclaredKey<T, Key extends string> = Key extends '$**'
  ? never
  : Key extends `${infer P}.$**`
    ? UndeclaredPath<T, P> extends never
      ? never
      : Key
    : UndeclaredPath<T, Key>;

type UndeclaredPath<T, P> = P extends DocumentPath<T> ? never : P;

type ProblemOfOptions<T, Options, Known, Key> = [Exclude<keyof Options, keyof Known>] extends [never]
  ? [UndeclaredIn<T, Options, Key>] extends [never]
    ? Options extends { readonly where: infer Where }
      ? ProblemOfFilter<T, Where>
      : Outcome
    : Because<`The class has no path ${UndeclaredIn<T, Options, Key>}, or the index does not have it`>
  : Because<`An index has no option ${Exclude<keyof Options, keyof Known> & string}`>;

/** The undeclared paths in options. */
type UndeclaredIn<T, Options, Key> =
  | (Options extends { readonly weights: infer Weights } ? Exclude<keyof Weights, Key> & string : never)
  | (Options extends { readonly languageField: infer Name }
      ? Exclude<Name, DocumentField<T>> & string
      : never)
  | (Options extends { readonly select: readonly (infer P)[] } ? UndeclaredPath<T, P> & string : never)
  | (Options extends { readonly omit: readonly (infer P)[] } ? UndeclaredPath<T, P> & string : never);

type ProblemOfFilter<T, Where> = [UndeclaredPath<T, keyof Where & string>] extends [never]
  ? Where extends DocumentFilter<T>
    ? Outcome
    : Because<'The filter does not fit the class'>
  : Because<`The class has no path ${UndeclaredPath<T, keyof Where & string>}`>;

type MayBeDate<V> = unknown extends V
  ? true
  : [Extract<NonNullable<V>, Date | readonly Date[]>] extends [never]
    ? false
    : true;
