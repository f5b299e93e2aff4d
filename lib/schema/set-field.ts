import { DocumentsError } from '../errors/documents-error.js';
import type { DocumentSchema } from './document-schema.js';

/** A field of a document cannot be set: the object is frozen or sealed, or the property has only a getter. Nothing was written. */
export class FieldNotWritableError extends DocumentsError {
  readonly code = 'FIELD_NOT_WRITABLE';
  readonly documentName: string;
  readonly field: string;

  constructor(documentName: string, field: string) {
    super({
      problem: `${documentName}.${field} cannot be set`,
      reason: 'The object is frozen or sealed, or the property is read-only or has a getter without a setter',
      remedy: `Leave out Object.freeze in the constructor of ${documentName}, freeze documents only after they are saved, and give the property a setter`,
    });
    this.documentName = documentName;
    this.field = field;
  }
}

/**
 * Gives a document the value of a field.
 * @throws FieldNotWritableError, or what a setter of the class throws
 */
export function setField(schema: DocumentSchema, document: object, name: string, value: unknown): void {
  try {
    (document as Record<string, unknown>)[name] = value;
  } catch (error) {
    throw isSettable(document, name) ? error : new FieldNotWritableError(schema.name, name);
  }
}

/** Checks, without setting it, that a field can be set. @throws FieldNotWritableError */
export function assertSettable(schema: DocumentSchema, document: object, name: string): void {
  if (!isSettable(document, name)) throw new FieldNotWritableError(schema.name, name);
}

/** Follows the rules by which the engine assigns a property. */
function isSettable(object: object, name: string): boolean {
  for (let holder: object | null = object; holder; holder = Object.getPrototypeOf(holder) as object | null) {
    const property = Object.getOwnPropertyDescriptor(holder, name);
    if (!property) continue;
    if (property.get ?? property.set) return property.set !== undefined;
    return property.writable === true && (holder === object || Object.isExtensible(object));
  }
  return Object.isExtensible(object);
}
