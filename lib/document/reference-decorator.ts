import type { MapDeclaration } from '../schema/declare/type-declaration.js';
import type { DocumentId } from '../schema/type/id-types.js';
import type { Because, Checked, Fits, Get, Outcome } from './field-decorator.js';

/** Decorates a property that can hold the ids of the declared documents; another does not compile. */
export type ReferenceDecorator<Type = unknown> = <T extends object, K extends string | symbol>(
  target: T,
  property: K & Checked<T, K, ProblemOfReference<Get<T, K>, Type>>,
) => void;

/** Decorates a property beside the named field, which its class has. */
export type BelongsToDecorator<Reference extends string> = <T extends object, K extends string | symbol>(
  target: T,
  property: K & Checked<T, K, ProblemOfBelongsTo<T, Get<T, K>, Reference>>,
) => void;

/** Decorates a property that can hold documents of a class: a list of them if they are many. */
export type HasDecorator<Held> = <T extends object, K extends string | symbol>(
  target: T,
  property: K & Checked<T, K, ProblemOfHas<Get<T, K>, Held>>,
) => void;

type ProblemOfReference<P, Type> =
  Fits<IdsOf<Type>, P> extends false
    ? Because<'The property does not have the type of the id of the declared class'>
    : Outcome;

/** The ids of the documents of a declaration. */
type IdsOf<Type> = Type extends readonly (infer E)[]
  ? readonly IdsOf<E>[]
  : Type extends MapDeclaration<infer E>
    ? ReadonlyMap<string, IdsOf<E>>
    : Type extends { readonly prototype: infer Target }
      ? DocumentId<Target>
      : unknown;

type ProblemOfBelongsTo<T, P, Reference extends string> = Reference extends keyof T
  ? [IsList<T[Reference]>, IsList<P>] extends [true, false] | [false, true]
    ? Because<'One of the property and the field with the ids is a list, the other is not'>
    : Outcome
  : Because<'The class has no field of this name'>;

type IsList<V> = NonNullable<V> extends readonly unknown[] ? true : false;

type ProblemOfHas<P, Held> =
  Fits<Held, P> extends false
    ? Because<'The property does not have the type of the documents of the declared class'>
    : Outcome;
