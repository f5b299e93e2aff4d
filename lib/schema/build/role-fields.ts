import type { FieldRecord } from '../declare/class-record.js';
import type { DocumentSchema, FieldSchema } from '../document-schema.js';
import type { FieldRole } from '../declare/field-role.js';
import { InvalidSchemaError } from '../schema-errors.js';
import { millisecondsOf } from '../../value/duration.js';

/** The types that a role may ask for, with the classes that the compiler emits for them, and the one to write. */
const types = Object.freeze({
  Date: { classes: [Date] as readonly unknown[], written: 'Date' },
  string: { classes: [String] as readonly unknown[], written: 'string' },
  number: { classes: [Number] as readonly unknown[], written: 'number' },
  'number or bigint': { classes: [Number, BigInt] as readonly unknown[], written: 'number' },
});

/** Each kind with its decorator and the types that its field may have; any if none are listed. */
const kinds: Readonly<
  Record<FieldRole['kind'], { readonly decorator: string; readonly type?: keyof typeof types }>
> = {
  version: { decorator: '@Version()', type: 'number or bigint' },
  createdAt: { decorator: '@CreatedAt()', type: 'Date' },
  updatedAt: { decorator: '@UpdatedAt()', type: 'Date' },
  deletedAt: { decorator: '@DeletedAt()', type: 'Date' },
  leasedUntil: { decorator: '@LeasedUntil()', type: 'Date' },
  leasedBy: { decorator: '@LeasedBy()', type: 'string' },
  expiresAt: { decorator: '@ExpiresAt()', type: 'Date' },
  createdBy: { decorator: '@CreatedBy()' },
  updatedBy: { decorator: '@UpdatedBy()' },
  sequence: { decorator: '@Sequence()', type: 'number or bigint' },
  counter: { decorator: '@CounterOf()', type: 'number' },
};

/** The field with a role that a class has once; undefined if it has none. */
export function fieldWithRole(
  schema: DocumentSchema,
  kind: Exclude<FieldRole['kind'], 'sequence' | 'counter'>,
): FieldSchema | undefined {
  return schema.roleFields.find(({ role }) => role?.kind === kind);
}

/** The fields that count other documents. */
export function counterFields({ roleFields }: DocumentSchema): readonly FieldSchema[] {
  return roleFields.filter(({ role }) => role?.kind === 'counter');
}

/** Checks a recorded role and returns it. @throws InvalidSchemaError if the field or its class cannot have it */
export function checkedRole(
  schema: Pick<DocumentSchema, 'name' | 'kind'>,
  record: FieldRecord,
): FieldRole | undefined {
  const { role } = record;
  if (!role) return undefined;
  const { decorator, type } = kinds[role.kind];
  const subject = `${schema.name}.${record.name}`;
  if (schema.kind === 'embedded') {
    throw new InvalidSchemaError(
      subject,
      `${decorator} is for documents, and an embedded document is stored with the one that holds it`,
      `Move it to the document, or use @Field()`,
    );
  }
  assertType(subject, record, decorator, type);
  if (role.kind === 'sequence' && !Number.isSafeInteger(role.start)) {
    throw new InvalidSchemaError(
      subject,
      'Its start is not a whole number',
      'Pass one: @Sequence({ start: 1 })',
    );
  }
  if (role.kind === 'expiresAt' && role.after !== undefined && millisecondsOf(role.after) === undefined) {
    throw new InvalidSchemaError(
      subject,
      'Its "after" is not a duration',
      "Pass a number of milliseconds, or a text: @ExpiresAt({ after: '30d' })",
    );
  }
  if ('source' in role && typeof (role.source as unknown) !== 'function') {
    throw new InvalidSchemaError(
      subject,
      `${decorator} takes its value from the context of the write, and has no function for it`,
      `Pass one: ${decorator.replace('()', '((context) => context.userId)')}`,
    );
  }
  return Object.freeze(role);
}

function assertType(
  subject: string,
  { name, emittedType }: FieldRecord,
  decorator: string,
  type: keyof typeof types | undefined,
): void {
  // Unions, as of a Date and null, are emitted as Object.
  if (type === undefined || emittedType === undefined || emittedType === Object) return;
  const { classes, written } = types[type];
  if (classes.includes(emittedType)) return;
  throw new InvalidSchemaError(
    subject,
    `${decorator} is for a ${type}, but the field has another type`,
    `Write its type: ${name}!: ${written}`,
  );
}

/** @throws InvalidSchemaError if only one of the two fields of a lease is declared */
export function assertWholeLease(schema: DocumentSchema): void {
  const [until, by] = [fieldWithRole(schema, 'leasedUntil'), fieldWithRole(schema, 'leasedBy')];
  const declared = until ?? by;
  if (!declared || (until && by)) return;
  const [known, missing] = until
    ? ['@LeasedUntil()', '@LeasedBy() leasedBy?: string']
    : ['@LeasedBy()', '@LeasedUntil() leasedUntil?: Date'];
  throw new InvalidSchemaError(
    `${schema.name}.${declared.name}`,
    `${known} is one half of a lease, and the other one is missing`,
    `Declare it too: ${missing}`,
  );
}

/** @throws InvalidSchemaError if two fields of a class have a role that it can have only once */
export function assertRolesOnce(schema: DocumentSchema): void {
  for (const [kind, { decorator }] of Object.entries(kinds)) {
    if (kind === 'sequence' || kind === 'counter') continue;
    const [first, second] = schema.roleFields.filter(({ role }) => role?.kind === kind);
    if (!first || !second) continue;
    throw new InvalidSchemaError(
      schema.name,
      `${first.name} and ${second.name} are both decorated with ${decorator}`,
      'Decorate only one of them',
    );
  }
}
