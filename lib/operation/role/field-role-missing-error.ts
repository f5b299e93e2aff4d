import { DocumentsError } from '../../errors/documents-error.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import type { FieldSchema, RootSchema } from '../../schema/document-schema.js';

/** A method needs a field that the library fills, and the document class does not declare it. Nothing was sent to the server. */
export class FieldRoleMissingError extends DocumentsError {
  readonly code = 'FIELD_ROLE_MISSING';
  readonly documentName: string;

  constructor(documentName: string, origin: string, declaration: string) {
    const decorator = declaration.slice(0, declaration.indexOf(' '));
    super({
      problem: `${origin} of ${documentName} was refused`,
      reason: `The class has no field with ${decorator}`,
      remedy: `Declare one: ${declaration}`,
    });
    this.documentName = documentName;
  }
}

const declarations = Object.freeze({
  deletedAt: '@DeletedAt() deletedAt?: Date',
  leasedUntil: '@LeasedUntil() leasedUntil?: Date; @LeasedBy() leasedBy?: string',
});

/** The field with a role that a method needs. @throws FieldRoleMissingError */
export function neededField(
  schema: RootSchema,
  kind: keyof typeof declarations,
  origin: string,
): FieldSchema {
  const field = fieldWithRole(schema, kind);
  if (field) return field;
  throw new FieldRoleMissingError(schema.name, origin, declarations[kind]);
}
