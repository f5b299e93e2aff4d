import type { DocumentSchema, FieldSchema, FieldType, RootSchema } from '../../schema/document-schema.js';
import type { ScalarKind } from '../../schema/kind-declarations.js';
import { WrittenFunctions } from '../../source/written-functions.js';

/** Values that are stored as they are, and that nobody can change in place. */
const asTheyAre: ReadonlySet<FieldType['kind']> = new Set<ScalarKind>([
  ...(['string', 'number', 'boolean', 'bigint', 'objectId', 'uuid', 'decimal128'] as const),
]);

/**
 * Writes the source of encoders: a function for each document class, array and map type that is met. In the source `o` is what is
 * encoded, `r` what is made of it, `v` a value, `x` the undeclared keys; `Plain` makes objects of stored keys, `elementsOf` copies arrays, `setKey` and
 * `setKeys` keep the order of keys, `s` is the codecs of scalars. Names of fields, keys and classes are in it as JSON strings only. Each class has a constructor of its own for what is made of
 * its documents: the engine learns from the first objects of a constructor how much room the next ones need.
 */
export class EncoderWriter {
  readonly #functions = new WrittenFunctions();

  get source(): string {
    return this.#functions.source;
  }

  /** The name of the function that encodes documents of a schema. */
  functionFor(schema: DocumentSchema): string {
    return this.#functions.nameOf(
      schema,
      (name) => `
function ${name}Plain() {}
${name}Plain.prototype = Plain.prototype;
function ${name}(o, x) {
  let r = new ${name}Plain();
  let v;
  ${discriminatorStatement(schema)}
  ${schema.fields.map((field) => this.#fieldStatement(field)).join('\n  ')}
  ${this.#undeclaredStatements(schema)}
  return r;
}`,
    );
  }

  #fieldStatement({ name, key, type }: FieldSchema): string {
    return `v = o[${JSON.stringify(name)}]; if (v !== undefined) r[${JSON.stringify(key)}] = ${this.#value(type)};`;
  }

  #undeclaredStatements(schema: DocumentSchema): string {
    const shown = schema.undeclared
      ? `v = o[${JSON.stringify(schema.undeclared.name)}]; if (isWholeMap(v)) for (const [k, e] of v) r = setKey(r, k, s.any.encode(e));`
      : '';
    const kept = 'v = x.of(o); if (v !== undefined) r = setKeys(r, v);';
    return schema.kind === 'embedded' ? `${shown} ${kept}` : shown;
  }

  /** The source of what is stored for `v`, which is not undefined. */
  #value(type: FieldType): string {
    if (asTheyAre.has(type.kind)) return 'v';
    return `v === null ? null : ${this.#presentValue(type)}`;
  }

  #presentValue(type: FieldType): string {
    switch (type.kind) {
      case 'embedded':
        return `${this.functionFor(type.schema)}(v, x)`;
      case 'array':
        return asTheyAre.has(type.of.kind) ? 'elementsOf(v)' : `${this.#arrayFunction(type, type.of)}(v, x)`;
      case 'map':
        return `${this.#mapFunction(type, type.of)}(v, x)`;
      case 'date':
        return 'new Date(v)';
      default:
        return `s.${type.kind}.encode(v)`;
    }
  }

  #arrayFunction(type: FieldType, of: FieldType): string {
    return this.#collectionFunction(
      type,
      () =>
        `const r = new Array(o.length); for (let i = 0; i < r.length; i++) { const v = o[i]; r[i] = ${this.#value(of)}; }`,
    );
  }

  #mapFunction(type: FieldType, of: FieldType): string {
    return this.#collectionFunction(
      type,
      () => `let r = new Plain(); for (const [k, v] of o) r = setKey(r, k, ${this.#value(of)});`,
    );
  }

  #collectionFunction(type: FieldType, statements: () => string): string {
    return this.#functions.nameOf(type, (name) => `\nfunction ${name}(o, x) { ${statements()} return r; }`);
  }
}

function discriminatorStatement(schema: DocumentSchema): string {
  const { key, value } = (schema as Partial<RootSchema>).discriminator ?? {};
  return value === undefined ? '' : `r[${JSON.stringify(key)}] = ${JSON.stringify(value)};`;
}
