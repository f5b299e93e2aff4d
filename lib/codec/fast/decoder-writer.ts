import type { DocumentClass } from '../../schema/class-record.js';
import type { DocumentSchema, FieldSchema, FieldType, RootSchema } from '../../schema/document-schema.js';
import { scalarSource } from './scalar-source.js';
import type { Taker } from './scalar-source.js';
import { WrittenFunctions } from '../../source/written-functions.js';

/** What the source of decoders refers to by index: a class is at the same index in all of the lists. */
export interface DecoderParts {
  readonly classes: DocumentClass[];
  /** For each class the positions of its fields by key. */
  readonly keys: ReadonlyMap<string, number>[];
  readonly fields: (readonly FieldSchema[])[];
}

/**
 * Writes the source of decoders: a function for each document class, array and map type that is met.
 * In the source `b` is the bytes, `p` the position, `e` the end of what is being read, `x` the decoding, `n` the depth, `o` what is
 * made, `t` the type of the element at `q`, `m0` which fields were met; the functions of the reader go by their names, the parts by
 * `c`, `k` and `g`, the codecs of scalars by `s`. Names of fields, keys and classes are in it as JSON strings only.
 */
export class DecoderWriter {
  readonly parts: DecoderParts = { classes: [], keys: [], fields: [] };
  readonly #functions = new WrittenFunctions();
  /** The key by which documents may name another class than the only one that is known. */
  #keyOfOthers: string | undefined;

  get source(): string {
    return this.#functions.source;
  }

  /** The name of a function that reads documents of any of these classes, told apart by the key that names their class. */
  functionForFamily(schema: RootSchema, family: readonly RootSchema[]): string {
    const { key } = schema.discriminator;
    if (family.length === 1 && schema.discriminator.value === undefined) {
      this.#keyOfOthers = key;
      return this.functionFor(schema);
    }
    const members = family.flatMap((member) => {
      const { base, discriminator } = member;
      const names = [discriminator.value ?? member.name, ...(base ? [] : [undefined])];
      return names.map(
        (name) => `[${name === undefined ? 'undefined' : JSON.stringify(name)}, ${this.functionFor(member)}]`,
      );
    });
    this.#functions.add(`
const family = new Map([${members.join(', ')}]);
function ofFamily(b, p, limit, x, n) {
  const read = family.get(nameOfClass(b, p, limit, ${JSON.stringify(key)}));
  if (!read) throw irregular;
  return read(b, p, limit, x, n);
}`);
    return 'ofFamily';
  }

  /** The name of the function that reads documents of a schema. */
  functionFor(schema: DocumentSchema): string {
    return this.#functions.nameOf(schema, (name) => {
      const { classes, keys, fields } = this.parts;
      const index = classes.push(schema.documentClass) - 1;
      keys.push(new Map(schema.fields.map((field, position) => [field.key, position])));
      fields.push(schema.fields);
      return this.#documentFunction(name, index, schema);
    });
  }

  /** Keys are expected in the order of the fields, as they are written; others are looked up. */
  #documentFunction(name: string, index: number, schema: DocumentSchema): string {
    const { fields } = schema;
    const masks = Array.from({ length: Math.ceil(fields.length / 31) || 1 }, (_, mask) => `m${mask}`);
    const isComplete = masks.map((mask, at) => `${mask} === ${allOf(fields.length - at * 31)}`).join(' && ');
    return `
function ${name}(b, p, limit, x, n) {
  ${open}
  const o = new c[${index}]();
  let t, f, q, l, z, u, v, next = 0, ${masks.map((mask) => `${mask} = 0`).join(', ')};
  while ((t = b[q = p++]) !== 0) {
    f = -1;
    switch (next) {
      ${fields.map(expectedKey).join('\n      ')}
    }
    if (f === -1) {
      z = endOfKey(b, p, e);
      f = k[${index}].get(text(b, p, z - p));
      p = z + 1;
    }
    switch (f) {
      ${fields.map((field, position) => this.#fieldCase(field, position)).join('\n      ')}
      default:
        p = endOfValue(b, t, p, e);
        ${this.#undeclaredElement(schema)}
    }
  }
  if (p !== e + 1) throw irregular;
  if (!(${isComplete})) {
    ${fields.map((field, position) => absentField(field, position, index, schema.kind)).join('\n    ')}
  }
  ${schema.kind === 'embedded' ? 'if (u) keepUndeclared(x, o, b, u);' : forgetUndeclared(schema)}
  return o;
}`;
  }

  #fieldCase({ name, type }: FieldSchema, position: number): string {
    const take: Taker = (value) => `o[${JSON.stringify(name)}] = ${value};`;
    return `case ${position}: ${this.#read(type, take)} ${maskOf(position)} |= ${bitOf(position)}; next = ${position + 1}; break;`;
  }

  /** Reads the value of type `t` at `p`, hands it to `take`, and moves `p` behind it. */
  #read(type: FieldType, take: Taker): string {
    return `${this.#readPresent(type, take)} else if (t === 10) { ${take('null')} } else throw irregular;`;
  }

  #readPresent(type: FieldType, take: Taker): string {
    switch (type.kind) {
      case 'embedded':
        return nested(3, this.functionFor(type.schema), take);
      case 'array':
        return nested(4, this.#arrayFunction(type), take);
      case 'map':
        return nested(3, this.#mapFunction(type), take);
      default:
        return scalarSource(type.kind, take);
    }
  }

  /** The element from `q` to `p`, whose key the class does not declare. */
  #undeclaredElement(schema: DocumentSchema): string {
    const { key } = (schema as Partial<RootSchema>).discriminator ?? {};
    const isNameOfClass = key === undefined ? 'false' : `isKey(b, q, ${JSON.stringify(key)})`;
    const hide = schema.kind === 'embedded' ? '{ if (!u) u = []; u.push(q, p); }' : '{}';
    const field = `o[${JSON.stringify(schema.undeclared?.name)}]`;
    const keep = schema.undeclared
      ? `{ const w = v || new Map(); if (!showUndeclared(w, b, q, p)) ${hide} else if (!v) ${field} = v = w; }`
      : hide;
    const named = `if (${isNameOfClass}) { ${key === this.#keyOfOthers ? 'throw irregular;' : ''} }`;
    const other = schema.isStrict ? 'throw irregular;' : keep;
    return key === undefined ? other : `${named} else ${other}`;
  }

  #arrayFunction(type: FieldType & { readonly kind: 'array' }): string {
    return this.#collectionFunction(
      type,
      'const o = [];',
      'p = endOfKey(b, p, e) + 1;',
      (value) => `o.push(${value});`,
    );
  }

  #mapFunction(type: FieldType & { readonly kind: 'map' }): string {
    const key = 'z = endOfKey(b, p, e); q = text(b, p, z - p); p = z + 1;';
    return this.#collectionFunction(type, 'const o = new Map();', key, (value) => `o.set(q, ${value});`);
  }

  #collectionFunction(
    type: FieldType & { readonly of: FieldType },
    made: string,
    readKey: string,
    take: Taker,
  ): string {
    return this.#functions.nameOf(
      type,
      (name) => `
function ${name}(b, p, limit, x, n) {
  ${open}
  ${made}
  let t, q, l, z;
  while ((t = b[p++]) !== 0) {
    ${readKey}
    ${this.#read(type.of, take)}
  }
  if (p !== e + 1) throw irregular;
  return o;
}`,
    );
  }
}

/** The beginning of every function: the end of what is read, and where its first element is. */
const open = `if (n > 100) throw irregular;
  const e = p + int32(b, p) - 1;
  if (e < p + 4 || e >= limit) throw irregular;
  p += 4;`;

/** Compares the key at `p` with the one that is expected next, or else, since fields may be absent, with the one after it. */
function expectedKey({ key }: FieldSchema, position: number): string {
  const bytes = [...Buffer.from(`${key}\0`)];
  const comparison = bytes.map((byte, index) => `b[p + ${index}] === ${byte}`).join(' && ');
  return `case ${position}: if (${comparison}) { f = ${position}; p += ${bytes.length}; break; }`;
}

/** What the class or a default gives to a field that is not stored, unless it was not asked for. */
function absentField(
  { name, makeDefault }: FieldSchema,
  position: number,
  index: number,
  kind: DocumentSchema['kind'],
): string {
  const field = `o[${JSON.stringify(name)}]`;
  const schema = `g[${index}][${position}]`;
  const giveDefault = makeDefault ? `if (${field} === undefined) ${field} = ${schema}.makeDefault();` : '';
  const give = `{ ${giveDefault} if (${field} !== undefined) keepInitial(x, o, ${schema}); }`;
  const forget = `if (x.loaded && !x.loaded.has(${JSON.stringify(name)})) ${field} = undefined; else`;
  return `if (!(${maskOf(position)} & ${bitOf(position)})) ${kind === 'document' ? `${forget} ${give}` : give}`;
}

function forgetUndeclared({ undeclared }: DocumentSchema): string {
  if (!undeclared) return '';
  const name = JSON.stringify(undeclared.name);
  return `if (x.loaded && !x.loaded.has(${name})) o[${name}] = undefined;`;
}

function nested(code: number, name: string, take: Taker): string {
  return `if (t === ${code}) { ${take(`${name}(b, p, e, x, n + 1)`)} p += int32(b, p); }`;
}

function maskOf(position: number): string {
  return `m${Math.floor(position / 31)}`;
}

function bitOf(position: number): number {
  return 1 << (position % 31);
}

/** The bits of `count` fields, of 31 at most. */
function allOf(count: number): number {
  return count >= 31 ? 0x7fffffff : 2 ** Math.max(count, 0) - 1;
}
