import type { IdName } from '../schema/type/id-types.js';
import type { Leaf } from '../schema/type/path-types.js';
import type { MapDeclaration } from '../schema/declare/type-declaration.js';

/**
 * Decorates a property that fits the declared type, the default, the validators and the normalisation; another does not compile. Private and protected
 * properties, which the compiler does not show, are not checked. `unknown` stands for an undeclared part.
 */
export type FieldDecorator<
  Type = unknown,
  Default = unknown,
  Validate = unknown,
  Text = false,
  Normalise = unknown,
> = <T extends object, K extends string | symbol>(
  target: T,
  property: K & Checked<T, K, ProblemOfField<Get<T, K>, Type, Default, Validate, Text, Normalise>>,
) => void;

/** Decorates a property that can be an id: types recognise its name, and it fits the declared and the generated type. */
export type IdDecorator<Type = unknown, Generated = unknown> = <T extends object, K extends string | symbol>(
  target: T,
  property: K & Checked<T, K, ProblemOfId<T, K, Get<T, K>, Type, Generated>>,
) => void;

/** Decorates a property that accepts values of the type. */
export type FieldRoleDecorator<Type> = <T extends object, K extends string | symbol>(
  target: T,
  property: K & Checked<T, K, ProblemOfRole<Get<T, K>, Type>>,
) => void;

/** Decorates a property of the declared type that accepts the user, whose id may also be text. */
export type FieldUserDecorator<Value, Type = unknown> = <T extends object, K extends string | symbol>(
  target: T,
  property: K & Checked<T, K, ProblemOfUser<Get<T, K>, Value, Type>>,
) => void;

/** Explains in a compiler error why a decorator does not fit its property. */
export interface DoesNotFit<Reason extends string> {
  readonly doesNotFit: Reason;
}

/**
 * Reads the problem as a property, since for a type that is not known yet the compiler compares a property with all its possible values.
 */
export type Checked<T, K, Problem extends Outcome> = K extends keyof T ? Problem['problem'] : unknown;

/** The problem of a check; `unknown` if it passes. */
export interface Outcome {
  readonly problem: unknown;
}

export interface Because<Reason extends string> {
  readonly problem: DoesNotFit<Reason>;
}

export type Get<T, K> = K extends keyof T ? T[K] : unknown;

type ProblemOfField<P, Type, Default, Validate, Text, Normalise> =
  Fits<ValueOf<Type>, P> extends false
    ? Because<'The declared type is not that of the property'>
    : Fits<Shape<Made<Default>>, Shape<P>> extends false
      ? Because<'The default is not of the type of the property'>
      : false extends ValidatorFits<Validate, P>
        ? Because<'A validator takes a type other than that of the property'>
        : [Text, unknown] extends [false, Normalise]
          ? Outcome
          : ProblemOfNormalisation<Single<P>, Text, Normalise>;

type ProblemOfNormalisation<V, Text, Normalise> = [true, Fits<string, V>] extends [Text, false]
  ? Because<'trim, lowercase and uppercase are for strings'>
  : NormaliserFits<Normalise, V> extends true
    ? Outcome
    : Because<'The normaliser takes or returns a type other than that of the property'>;

type ProblemOfId<T, K, P, Type, Generated> = [IdName<T>] extends [never]
  ? ProblemOfIdValue<P, Type, Generated>
  : K extends IdName<T>
    ? ProblemOfIdValue<P, Type, Generated>
    : Because<'Types treat the property _id, or else id, as the id: rename it or decorate it'>;

type ProblemOfIdValue<P, Type, Generated> = unknown extends P
  ? Outcome
  : [Extract<P, boolean | readonly unknown[] | ReadonlyMap<unknown, unknown>>] extends [never]
    ? Fits<ValueOf<Type>, P> extends false
      ? Because<'The declared type is not that of the property'>
      : Fits<Shape<Generated>, Shape<P>> extends false
        ? Because<'The generated value is not of the type of the property'>
        : Outcome
    : Because<'An id cannot be a boolean, an array or a map'>;

type ProblemOfRole<P, Type> =
  Fits<Type, P> extends false
    ? Because<'The library sets a value of a type other than that of the property'>
    : Outcome;

type ProblemOfUser<P, Value, Type> =
  Fits<ValueOf<Type>, P> extends false
    ? Because<'The declared type is not that of the property'>
    : Fits<Shape<Known<Value>>, Shape<P | TextOf<P>>> extends false
      ? Because<'The function returns a value of a type other than that of the property'>
      : Outcome;

/** A value of an open context with a default, `context.user ?? null`, may be anything. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the compiler's type of such a value
type Known<Value> = {} extends NonNullable<Value> ? unknown : Value;

/** The text that is converted to a value: ids, dates and bigints. */
type TextOf<P> = [Extract<P, { readonly _bsontype: 'ObjectId' | 'Binary' } | Date | bigint>] extends [never]
  ? never
  : string;

/** Whether a value of one type may be one of the other, apart from null and undefined. */
export type Fits<A, P> = unknown extends A
  ? true
  : unknown extends P
    ? true
    : [NonNullable<A>] extends [never]
      ? true
      : [NonNullable<P>] extends [never]
        ? true
        : [Extract<NonNullable<P>, NonNullable<A>>, Extract<NonNullable<A>, NonNullable<P>>] extends [
              never,
              never,
            ]
          ? true extends ContentFits<NonNullable<A>, NonNullable<P>>
            ? true
            : false
          : true;

type ContentFits<A, P> = A extends readonly (infer AE)[]
  ? P extends readonly (infer PE)[]
    ? Fits<AE, PE>
    : false
  : A extends ReadonlyMap<unknown, infer AE>
    ? P extends ReadonlyMap<unknown, infer PE>
      ? Fits<AE, PE>
      : false
    : false;

/** The type of the values of a declaration. */
type ValueOf<Type> = Type extends 'any'
  ? unknown
  : Type extends StringConstructor | NumberConstructor | BooleanConstructor | BigIntConstructor
    ? ReturnType<Type>
    : Type extends { readonly prototype: infer Value }
      ? Unwrapped<Value>
      : Type extends readonly (infer E)[]
        ? readonly ValueOf<E>[]
        : Type extends MapDeclaration<infer E>
          ? ReadonlyMap<string, ValueOf<E>>
          : unknown;

/** Numbers declared by the driver's class are plain numbers in documents. */
type Unwrapped<Value> = Value extends { readonly _bsontype: 'Int32' | 'Double' }
  ? number
  : Value extends { readonly _bsontype: 'Long' }
    ? bigint
    : Value;

/** The value of a default, or of the function that makes it. */
type Made<Default> = Default extends (...values: never[]) => infer Value ? Value : Default;

type ValidatorFits<Validate, P> = unknown extends Validate
  ? true
  : Validate extends readonly (infer Each)[]
    ? TakesValue<Each, P>
    : TakesValue<Validate, P>;

type TakesValue<Validator, P> = Validator extends {
  readonly '~standard': { readonly types?: { readonly input: infer Input } | undefined };
}
  ? Fits<Shape<Input>, Shape<P>>
  : Validator extends (value: infer Value, ...others: never[]) => unknown
    ? Fits<Shape<Value>, Shape<P>>
    : true;

/** Whether a normaliser takes values of a type and returns them at once, never null or undefined. */
type NormaliserFits<Normalise, V> = Normalise extends (value: infer Given) => infer Result
  ? Fits<Shape<Given>, Shape<V>> extends false
    ? false
    : unknown extends Result
      ? true
      : [Extract<Result, null | undefined>] extends [never]
        ? Fits<Shape<Result>, Shape<V>>
        : false
  : true;

/** The type of the single values in lists and maps. */
type Single<P> = unknown extends P
  ? P
  : NonNullable<P> extends infer V
    ? V extends readonly (infer E)[]
      ? Single<E>
      : V extends ReadonlyMap<unknown, infer E>
        ? Single<E>
        : V
    : never;

/** A type with any object in place of its objects: given ones may lack methods and optional fields. */
type Shape<V> = unknown extends V
  ? V
  : V extends Leaf
    ? V
    : V extends readonly (infer E)[]
      ? readonly Shape<E>[]
      : V extends ReadonlyMap<unknown, infer E>
        ? ReadonlyMap<unknown, Shape<E>>
        : SomeObject;

interface SomeObject {
  readonly isObject: true;
}
