import 'reflect-metadata';
import { recordFor } from '../schema/declare/class-record.js';
import type { DocumentClass, FieldRecord } from '../schema/declare/class-record.js';
import type { FieldConstraints } from '../schema/declare/constraints.js';
import type { FieldNormalisation } from '../schema/declare/normalisation.js';
import type { FieldDecorator, IdDecorator } from './field-decorator.js';
import { InvalidSchemaError } from '../schema/schema-errors.js';
import type { FieldTypeDeclaration } from '../schema/declare/type-declaration.js';

/** Returns a field's type: a class, `[Type]` for an array, `mapOf(Type)`, or `'any'`. Called once, after all modules are loaded. */
export type FieldTypeFunction<Type extends FieldTypeDeclaration = FieldTypeDeclaration> = () => Type;

export interface FieldOptions<
  Default = unknown,
  Validate extends FieldConstraints['validate'] = FieldConstraints['validate'],
  Text extends boolean = boolean,
  Normalise = unknown,
>
  extends FieldConstraints, FieldNormalisation<Text, Normalise> {
  readonly validate?: Validate;
  /** Whether documents without it, or with null in it, are invalid. Default false. */
  readonly required?: boolean;
  /** Its value, or a function that makes it, for documents that lack it. Objects need a function. */
  readonly default?: Default;
  /** Its name in MongoDB. Default the property's name. */
  readonly key?: string;
  /** Whether it is loaded by default, without `select` or `include`. Default true. */
  readonly select?: boolean;
  /**
   * Refuses a change once the document is stored, also from and to nothing. Default false. In an embedded document it holds as long as that
   * exists; elements of arrays and entries of maps have no identity, so their immutable fields are not tracked.
   */
  readonly immutable?: boolean;
  /**
   * Whether its changes concern the `@Version()`. A save that changes only fields with false neither raises nor checks the version: for
   * counters and notes where the last writer may win. Default true.
   */
  readonly versioned?: boolean;
  /**
   * Whether the indexes that the class of its embedded documents declares are made for this field too, with its path before theirs. Default
   * true.
   */
  readonly indexes?: boolean;
}

export interface IdOptions<Generated = unknown> {
  /** Makes the id of a new document that has none. Default a new id for ObjectId and UUID; other ids must be set. */
  readonly generate?: () => Generated;
}

/**
 * Declares a field. Its type is taken from the property where the compiler emits one. Declare arrays, maps, unions, and types of modules
 * that import each other: `@Field(() => [String])`.
 */
export function Field<
  const Type extends FieldTypeDeclaration,
  const Default = unknown,
  const Validate extends FieldConstraints['validate'] = FieldConstraints['validate'],
  const Text extends boolean = false,
  const Normalise = unknown,
>(
  type: FieldTypeFunction<Type>,
  options?: FieldOptions<Default, Validate, Text, Normalise>,
): FieldDecorator<Type, Default, Validate, Text, Normalise>;
export function Field<
  const Default = unknown,
  const Validate extends FieldConstraints['validate'] = FieldConstraints['validate'],
  const Text extends boolean = false,
  const Normalise = unknown,
>(
  options?: FieldOptions<Default, Validate, Text, Normalise>,
): FieldDecorator<unknown, Default, Validate, Text, Normalise>;
export function Field(first?: FieldTypeFunction | FieldOptions, second?: FieldOptions): PropertyDecorator {
  const [declaredType, options = {}] = typeof first === 'function' ? [first, second] : [undefined, first];
  const { key, required = false, immutable = false, default: value, ...others } = options;
  const { trim, lowercase, uppercase, normalise, ...constraints } = others;
  const isNormalised = [trim, lowercase, uppercase, normalise].some((option) => option !== undefined);
  return (target, property) => {
    record(target, property, {
      declaredType,
      key,
      required,
      immutable,
      constraints,
      normalisation: isNormalised ? options : undefined,
      default: value,
      isId: false,
      isSelected: options.select ?? true,
      versioned: options.versioned,
      indexes: options.indexes,
      generate: undefined,
    });
  };
}

/** Declares the id, stored under `_id`. Every document has exactly one; it never changes once stored. */
export function Id<const Type extends FieldTypeDeclaration, const Generated = unknown>(
  type: FieldTypeFunction<Type>,
  options?: IdOptions<Generated>,
): IdDecorator<Type, Generated>;
export function Id<const Generated = unknown>(
  options?: IdOptions<Generated>,
): IdDecorator<unknown, Generated>;
export function Id(first?: FieldTypeFunction | IdOptions, second?: IdOptions): PropertyDecorator {
  const [declaredType, options = {}] = typeof first === 'function' ? [first, second] : [undefined, first];
  return (target, property) => {
    record(target, property, {
      declaredType,
      key: undefined,
      required: true,
      immutable: true,
      constraints: {},
      normalisation: undefined,
      default: undefined,
      isId: true,
      isSelected: true,
      versioned: (options as FieldOptions).versioned,
      generate: options.generate,
    });
  };
}

function record(
  target: object,
  property: string | symbol,
  parts: Omit<FieldRecord, 'name' | 'emittedType' | 'isTypeEmitted'>,
): void {
  if (typeof target === 'function' || typeof property === 'symbol') {
    throw new InvalidSchemaError(
      `A field with ${parts.isId ? '@Id()' : '@Field()'}`,
      'It is static or named by a symbol, but only named properties are stored',
      'Remove the decorator, or make it a named property',
    );
  }
  const emittedType: unknown = Reflect.getMetadata('design:type', target, property);
  const isTypeEmitted = Reflect.hasMetadata('design:type', target, property);
  recordFor(target.constructor as DocumentClass).fields.set(
    property,
    Object.freeze({ name: property, emittedType, isTypeEmitted, ...parts }),
  );
}
