import type { DocumentSchema, FieldSchema, FieldType, RootSchema } from '../../schema/document-schema.js';
import type { KindName, ScalarKind } from '../../schema/kind-declarations.js';
import { code, quoted, SourceWriter } from '../../source/source-writer.js';

/** Kinds whose values are stored unchanged, and are immutable. */
const asTheyAre: ReadonlySet<KindName> = new Set<ScalarKind>([
  ...(['string', 'number', 'boolean', 'bigint', 'objectId', 'uuid', 'decimal128'] as const),
]);

/**
 * Writes the source of encoders: a function per document class, array type and map type. Each class has its own constructor for encoded
 * objects, from which the engine learns their size. Relies on `Plain`, `elementsOf`, `isWholeMap`, `setKey`, `setKeys` and `kinds`.
 */
export class EncoderWriter extends SourceWriter {
  /** The name of the function that encodes documents of a schema. */
  functionForSchema(schema: DocumentSchema): string {
    return this.functionFor(schema, `encode${schema.name}`, (name) =>
      code(
        `
function $Stored() {}
$Stored.prototype = Plain.prototype;
function $name(document, undeclared) {
  let stored = new $Stored();
  let value;
  $discriminator
  $fields
  $undeclared
  return stored;
}`,
        {
          name,
          Stored: `${name}Stored`,
          discriminator: discriminatorStatement(schema),
          fields: schema.fields.map((field) => this.#fieldStatement(field)).join('\n  '),
          undeclared: undeclaredStatements(schema),
        },
      ),
    );
  }

  #fieldStatement({ name, key, type }: FieldSchema): string {
    return code('value = document[$name]; if (value !== undefined) stored[$key] = $encoded;', {
      ...{ name: quoted(name), key: quoted(key), encoded: this.#encoded(type) },
    });
  }

  /** The source of the stored form of `value`, which is not undefined. */
  #encoded(type: FieldType): string {
    if (asTheyAre.has(type.kind)) return 'value';
    return `value === null ? null : ${this.#encodedPresent(type)}`;
  }

  #encodedPresent(type: FieldType): string {
    switch (type.kind) {
      case 'embedded':
        return `${this.functionForSchema(type.schema)}(value, undeclared)`;
      case 'array':
        return asTheyAre.has(type.of.kind)
          ? 'elementsOf(value)'
          : `${this.#arrayFunction(type, type.of)}(value, undeclared)`;
      case 'map':
        return `${this.#mapFunction(type, type.of)}(value, undeclared)`;
      case 'date':
        return 'new Date(value)';
      default:
        return `kinds.${type.kind}.encode(value)`;
    }
  }

  #arrayFunction(type: FieldType, of: FieldType): string {
    return this.functionFor(type, 'encodeList', (name) =>
      code(
        `
function $name(list, undeclared) {
  const stored = new Array(list.length);
  for (let index = 0; index < stored.length; index++) { const value = list[index]; stored[index] = $encoded; }
  return stored;
}`,
        { name, encoded: this.#encoded(of) },
      ),
    );
  }

  #mapFunction(type: FieldType, of: FieldType): string {
    return this.functionFor(type, 'encodeMap', (name) =>
      code(
        `
function $name(map, undeclared) {
  let stored = new Plain();
  for (const [key, value] of map) stored = setKey(stored, key, $encoded);
  return stored;
}`,
        { name, encoded: this.#encoded(of) },
      ),
    );
  }
}

function discriminatorStatement(schema: DocumentSchema): string {
  const { key, value } = (schema as Partial<RootSchema>).discriminator ?? {};
  if (key === undefined || value === undefined) return '';
  return code('stored[$key] = $value;', { key: quoted(key), value: quoted(value) });
}

function undeclaredStatements(schema: DocumentSchema): string {
  const shown = schema.undeclared
    ? code(
        `value = document[$name];
  if (isWholeMap(value)) for (const [key, entry] of value) stored = setKey(stored, key, kinds.any.encode(entry));`,
        { name: quoted(schema.undeclared.name) },
      )
    : '';
  const kept = 'value = undeclared.of(document); if (value !== undefined) stored = setKeys(stored, value);';
  return schema.kind === 'embedded' ? `${shown} ${kept}` : shown;
}
