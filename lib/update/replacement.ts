import type { FieldSchema, RootSchema } from '../schema/document-schema.js';
import { newPlain } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';
import type { CompiledUpdate } from './compiled-update.js';
import type { InsertedPart, InsertIssue } from './insert/inserted-part.js';
import type { ClosedUpdate } from './update-draft.js';
import { InvalidUpdateError } from './update-errors.js';

/** Reports the required fields that a replacement would leave without a value. */
export function missingIn(
  schema: RootSchema,
  { changes, own }: ClosedUpdate,
): Pick<InsertedPart, 'values' | 'hidden' | 'issues'> {
  const missing = schema.fields.filter(
    (field) => field.required && !isKept(field) && !changes.has(field.name) && !own.has(field.name),
  );
  const issues = missing.map(({ name }): InsertIssue => ({
    segments: [name],
    code: 'required',
    message: 'is required',
  }));
  return { values: [], hidden: {}, issues };
}

/**
 * Turns an update that sets fields into one that replaces the document, atomically: fields that cannot change, and those that the library
 * fills, keep their stored values unless the update has one; everything else that is stored is gone.
 * @throws InvalidUpdateError if it changes anything but whole fields
 */
export function toReplacement(schema: RootSchema, { update }: CompiledUpdate): CompiledUpdate {
  const { $set = {}, $inc = {}, ...others } = update as Readonly<Record<string, Plain>>;
  const isWhole = Object.keys({ ...$set, ...$inc }).every((path) => schema.fieldsByKey.has(path));
  if (!isWhole || Object.keys(others).length > 0) refuse(schema);
  const kept = newPlain();
  for (const field of schema.fields)
    if (isKept(field) && !Object.hasOwn($set, field.key)) kept[field.key] = `$${field.key}`;
  const { key } = schema.discriminator;
  if (!schema.fieldsByKey.has(key)) kept[key] = `$${key}`;
  for (const [path, by] of Object.entries($inc)) kept[path] = { $add: [{ $ifNull: [`$${path}`, 0] }, by] };
  const whole = { $mergeObjects: [{ _id: '$_id' }, { $literal: $set }, kept] };
  return { update: [{ $replaceWith: whole }], arrayFilters: undefined };
}

/** Whether a replacement keeps the stored value of a field. */
export function isKept({ key, immutable, role }: FieldSchema): boolean {
  return key === '_id' || immutable || role !== undefined;
}

function refuse({ name }: RootSchema): never {
  throw new InvalidUpdateError(
    name,
    'It replaces the document, and a receiver of preUpdate gives it an operator or a path inside a field',
    'Give whole fields a value there, or check for the origin findOneAndReplace',
  );
}
