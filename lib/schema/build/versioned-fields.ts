import type { FieldRecord } from '../declare/class-record.js';
import type { FieldRole } from '../declare/field-role.js';
import type { DocumentSchema } from '../document-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';

/**
 * Whether changes of a field concern the version: as declared, else for all but the time and the user of the last write, a lease and counters.
 * @throws InvalidSchemaError if `versioned: false` is declared where it cannot hold
 */
export function checkedVersioned(
  schema: Pick<DocumentSchema, 'name' | 'kind'>,
  record: FieldRecord,
): boolean {
  const { versioned, role } = record;
  if (versioned !== false) return !role || !unversioned.includes(role.kind);
  const [reason, remedy] = refusalOf(schema, record) ?? [];
  if (reason === undefined) return false;
  throw new InvalidSchemaError(`${schema.name}.${record.name}`, reason, remedy as string);
}

const unversioned: readonly FieldRole['kind'][] = Object.freeze([
  ...(['updatedAt', 'updatedBy', 'leasedUntil', 'leasedBy', 'counter'] as const),
]);

function refusalOf(
  { kind }: Pick<DocumentSchema, 'kind'>,
  { isId, immutable, role }: FieldRecord,
): readonly [reason: string, remedy: string] | undefined {
  const remove = 'Remove { versioned: false }';
  if (role?.kind === 'version') return ['It is the version itself, and cannot do without it', remove];
  if (role) return ['The library writes it, and decides whether it concerns the version', remove];
  if (isId || immutable)
    return ['It never changes once it is stored, so it never concerns the version', remove];
  if (kind === 'embedded')
    return [
      'It belongs to an embedded document, which is written with the field that holds it',
      'Declare { versioned: false } on the field that holds it',
    ];
  return undefined;
}
