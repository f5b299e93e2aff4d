import { recordFor } from '../schema/declare/class-record.js';
import type { DocumentClass, FieldRecord, TargetRecord } from '../schema/declare/class-record.js';
import type { DeleteRule } from '../schema/declare/delete-rule.js';
import type { FieldTypeDeclaration } from '../schema/declare/type-declaration.js';
import { InvalidSchemaError } from '../schema/schema-errors.js';
import type { NamedPath } from '../schema/type/path-types.js';
import { Field } from './field.js';
import type { FieldOptions, FieldTypeFunction } from './field.js';
import type { BelongsToDecorator, HasDecorator, ReferenceDecorator } from './reference-decorator.js';

/** Options of a field that holds ids of other documents: its own, and those of other fields that fit ids. */
export interface ReferenceOptions extends Pick<
  FieldOptions,
  'required' | 'key' | 'select' | 'immutable' | 'versioned' | 'minLength' | 'maxLength'
> {
  /**
   * The rule for when the document that it refers to is deleted: `nullify` removes the field, `pull` the id from the list,
   * `cascade` deletes this document too, `deny` refuses the delete. Default `nothing`.
   */
  readonly onDelete?: DeleteRule;
  /** The same when that document is soft-deleted. A restore undoes nothing of it. Default `nothing`. */
  readonly onSoftDelete?: DeleteRule;
  /**
   * Whether each write of the document also sets the `@UpdatedAt()` field of the documents that it refers to, or referred to until then.
   * Default false.
   */
  readonly touch?: boolean;
}

/**
 * Declares a field that holds the id of a document of another class, or of its own: `@Reference(() => Author) authorId!: ObjectId`. It has
 * the type of that id. `() => [Tag]` declares a list of ids, `() => mapOf(Tag)` a map of them.
 */
export function Reference<const Type extends FieldTypeDeclaration>(
  target: FieldTypeFunction<Type>,
  { touch = false, ...options }: ReferenceOptions = {},
): ReferenceDecorator<Type> {
  return (holder: object, property: string | symbol) => {
    const { onDelete, onSoftDelete, ...others } = options;
    Field(target, others)(holder, property as never);
    const { fields } = recordFor(holder.constructor as DocumentClass);
    const record = fields.get(property as string) as FieldRecord;
    const deleteRules = { ...(onDelete && { onDelete }), ...(onSoftDelete && { onSoftDelete }) };
    fields.set(record.name, Object.freeze({ ...record, isReference: true, touch, deleteRules }));
  };
}

/**
 * Declares the property that `populate` fills with the document whose id a field holds: `@BelongsTo('authorId') author?: Author | null`; for
 * a list of ids `@BelongsTo('tagIds') tags?: Tag[]`. It is not stored.
 * @param reference the name of a field of the class with `@Reference()`
 */
export function BelongsTo<const Reference extends string>(
  reference: Reference,
): BelongsToDecorator<Reference> {
  return declareTarget('@BelongsTo()', (name) => ({ kind: 'belongsTo', name, reference }));
}

/**
 * Declares the property that `populate` fills with the documents that refer to this one: `@HasMany(() => Comment, 'postId') comments?:
 * Comment[]`. It is not stored.
 * @param reference the path of the field with `@Reference()` in their class
 */
export function HasMany<Target extends object>(
  target: () => DocumentClass<Target>,
  reference: NamedPath<Target>,
): HasDecorator<readonly Target[]> {
  return declareTarget('@HasMany()', (name) => ({ kind: 'hasMany', name, target, reference }));
}

/**
 * Declares the property that `populate` fills with the one document that refers to this one: `@HasOne(() => Profile, 'userId') profile?:
 * Profile | null`. It is not stored.
 * @param reference the path of the field with `@Reference()` in its class
 */
export function HasOne<Target extends object>(
  target: () => DocumentClass<Target>,
  reference: NamedPath<Target>,
): HasDecorator<Target> {
  return declareTarget('@HasOne()', (name) => ({ kind: 'hasOne', name, target, reference }));
}

function declareTarget(
  decorator: string,
  recordOf: (name: string) => TargetRecord,
): (holder: object, property: string | symbol) => void {
  return (holder, property) => {
    if (typeof holder === 'function' || typeof property === 'symbol' || property === '__proto__') {
      throw new InvalidSchemaError(
        `A property with ${decorator}`,
        'It is static, or named by a symbol or __proto__, but populate fills named properties only',
        'Make it a named property',
      );
    }
    recordFor(holder.constructor as DocumentClass).targets.set(property, Object.freeze(recordOf(property)));
  };
}
