/** A type as `@Field(() => …)` declares it. */
export type FieldTypeDeclaration = 'any' | Declarable | MapDeclaration | readonly FieldTypeDeclaration[];

/** A class, or one of the functions String, Number, Boolean and BigInt. */
export type Declarable = ((...values: never[]) => unknown) | (abstract new (...values: never[]) => unknown);

/** The result of `mapOf`. */
export class MapDeclaration<Of extends FieldTypeDeclaration = FieldTypeDeclaration> {
  constructor(readonly of: Of) {}
}

/**
 * Declares a field that holds a JavaScript `Map` with string keys: `@Field(() => mapOf(Number)) scores = new Map<string, number>()`.
 * Stored as an object; each entry is a path of its own in change sets.
 */
export function mapOf<const Of extends FieldTypeDeclaration>(type: Of): MapDeclaration<Of> {
  return new MapDeclaration(type);
}

/**
 * A property type for which the compiler emits no value: `@Field(() => Address) address?: Circular<Address>`. Needed where two classes of
 * different files refer to each other; otherwise importing them fails.
 */
export type Circular<T> = T;
