import { findRecord } from '../declare/class-record.js';
import type { DocumentClass, FieldRecord } from '../declare/class-record.js';
import { enumValues } from '../declare/constraints.js';
import type { DocumentSchema, FieldType } from '../document-schema.js';
import { kindDeclaredBy } from '../kind-declarations.js';
import { MapDeclaration } from '../declare/type-declaration.js';
import { unknownDeclared, unknownEmitted, unknownThrown } from './unknown-type.js';

/**
 * Resolves the type of a field from its declaration, or else from what the compiler emitted.
 * @throws UnknownFieldTypeError
 */
export function resolveType(
  field: string,
  record: FieldRecord,
  schemaOf: (embedded: DocumentClass) => DocumentSchema,
): FieldType {
  const declared = record.declaredType ? declaredType(field, record.declaredType) : inferred(field, record);
  return fromDeclaration(field, declared, schemaOf);
}

/** The type that a function of a declaration returns. @throws UnknownFieldTypeError if it throws */
export function declaredType(field: string, typeFunction: () => unknown): unknown {
  try {
    return typeFunction();
  } catch (error) {
    throw unknownThrown(field, error);
  }
}

function inferred(field: string, record: FieldRecord): unknown {
  const { emittedType: emitted, constraints } = record;
  // Some compilers emit an enum itself.
  const isClass = typeof emitted === 'function' && emitted !== Object && emitted !== Function;
  const ofEnum = isClass ? undefined : enumType(constraints.enum);
  if (ofEnum) return ofEnum;
  if (!isClass || emitted === Array || emitted === Map) throw unknownEmitted(field, record);
  return emitted;
}

/** The type that all values of an enum share. The compiler emits nothing for an enum of another file. */
function enumType(values: FieldRecord['constraints']['enum']): unknown {
  const types = new Set(enumValues(values ?? {}).map((value) => typeof value));
  if (types.size !== 1) return undefined;
  return types.has('string') ? String : Number;
}

function fromDeclaration(
  field: string,
  declared: unknown,
  schemaOf: (embedded: DocumentClass) => DocumentSchema,
): FieldType {
  if (declared === 'any') return Object.freeze({ kind: 'any' });
  if (Array.isArray(declared) && declared.length === 1) {
    return Object.freeze({ kind: 'array', of: fromDeclaration(field, declared[0], schemaOf) });
  }
  if (declared instanceof MapDeclaration) {
    return Object.freeze({ kind: 'map', of: fromDeclaration(field, declared.of, schemaOf) });
  }
  if (typeof declared !== 'function') throw unknownDeclared(field, declared);
  const kind = kindDeclaredBy(declared);
  if (kind) return Object.freeze({ kind });
  if (findRecord(declared as DocumentClass)?.document?.kind === 'embedded') {
    return Object.freeze({ kind: 'embedded', schema: schemaOf(declared as DocumentClass) });
  }
  throw unknownDeclared(field, declared);
}
