import { findRecord, lineage } from '../declare/class-record.js';
import type { DocumentClass } from '../declare/class-record.js';
import { fieldWithoutOptions } from '../document-schema.js';
import type { DocumentSchema, FieldSchema, FieldType, RootSchema } from '../document-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';

/**
 * The field of a class, or of a base class, that holds the values under undeclared keys.
 * @throws InvalidSchemaError if the class refuses such keys
 */
export function undeclaredField(
  documentClass: DocumentClass,
  documentName: string,
  isStrict: boolean,
): FieldSchema | undefined {
  const name = lineage(documentClass)
    .map((each) => findRecord(each)?.undeclared)
    .find((found) => found !== undefined);
  if (name === undefined) return undefined;
  if (isStrict) {
    throw new InvalidSchemaError(
      `${documentName}.${name}`,
      'It holds undeclared keys, but a class with { strict: true } refuses them',
      'Remove @Undeclared() or the option',
    );
  }
  const values: FieldType = Object.freeze({ kind: 'map', of: Object.freeze({ kind: 'any' }) });
  return Object.freeze(fieldWithoutOptions(name, '', values));
}

/** Whether a key is declared by a class: it belongs to a field, or names the class of the document. */
export function isDeclaredKey(schema: DocumentSchema, key: string): boolean {
  return schema.fieldsByKey.has(key) || (schema as Partial<RootSchema>).discriminator?.key === key;
}

/**
 * Whether the field for undeclared keys can show a key: only keys that the path of an update can name can also be written. Others are kept,
 * but not shown.
 */
export function isShownKey(key: string): boolean {
  return !/^$|^\$|[.\0]|^__proto__$|^_bsontype$/.test(key) && key.isWellFormed();
}
