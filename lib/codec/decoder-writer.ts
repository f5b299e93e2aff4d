import type { DocumentClass } from '../schema/class-record.js';
import { discriminatorKey } from '../schema/document-schema.js';
import type { DocumentSchema, FieldSchema, FieldType, ScalarKind } from '../schema/document-schema.js';

/**
 * Writes the source of decoders: a function for each document class, array and map type that is met.
 * In the source `b` is the bytes, `p` the position, `e` the end of what is being read, `x` the decoding, `n` the depth,
 * the functions of the reader by name, `c` classes, `k` the positions of a class's fields by key, `d` defaults, `s` the codecs of scalars.
 */
export class DecoderWriter {
  readonly classes: DocumentClass[] = [];
  readonly keys: ReadonlyMap<string, number>[] = [];
  readonly defaults: (() => unknown)[] = [];
  readonly #functions: string[] = [];
  readonly #names = new Map<DocumentSchema | FieldType, string>();

  get code(): string {
    return this.#functions.join('\n');
  }

  /** The name of the function that reads documents of a schema; written before it is finished, so that classes may hold each other. */
  functionFor(schema: DocumentSchema): string {
    const known = this.#names.get(schema);
    if (known) return known;
    const name = this.#register(schema);
    const index = this.classes.push(schema.documentClass) - 1;
    this.keys.push(new Map(schema.fields.map((field, position) => [field.key, position])));
    this.#functions.push(this.#documentFunction(name, index, schema));
    return name;
  }

  #register(subject: DocumentSchema | FieldType): string {
    const name = `f${this.#names.size}`;
    this.#names.set(subject, name);
    return name;
  }

  #documentFunction(name: string, index: number, { fields, kind }: DocumentSchema): string {
    const masks = Array.from({ length: Math.ceil(fields.length / 31) || 1 }, (_, mask) => `m${mask}`);
    const keepUnknown = kind === 'embedded' ? 'if (!u) u = []; u.push(q, p);' : '';
    return `
function ${name}(b, p, limit, x, n) {
  ${open}
  const o = new c[${index}]();
  let t, f, q, next = 0, ${masks.map((mask) => `${mask} = 0`).join(', ')}${kind === 'embedded' ? ', u' : ''};
  while ((t = b[q = p++]) !== 0) {
    f = -1;
    switch (next) {
      ${fields.map(expectedKey).join('\n      ')}
    }
    if (f === -1) {
      const z = endOfKey(b, p, e);
      const key = text(b, p, z - p);
      f = k[${index}].get(key);
      ${kind === 'document' ? `if (f === undefined && key === ${JSON.stringify(discriminatorKey)}) throw irregular;` : ''}
      p = z + 1;
    }
    switch (f) {
      ${fields.map((field, position) => this.#fieldCase(field, position)).join('\n      ')}
      default:
        p = endOfValue(b, t, p, e);
        ${keepUnknown}
    }
  }
  if (p !== e + 1) throw irregular;
  ${fields.map((field, position) => this.#initialValue(field, position)).join('\n  ')}
  ${kind === 'embedded' ? 'if (u) keepUndeclared(x, o, b, u);' : ''}
  return o;
}`;
  }

  /** What the class or a default gives to a field that is not stored. */
  #initialValue({ name, makeDefault }: FieldSchema, position: number): string {
    const property = `o[${JSON.stringify(name)}]`;
    const value = makeDefault ? `d[${this.defaults.push(makeDefault) - 1}]()` : '';
    const giveDefault = makeDefault ? `if (${property} === undefined) ${property} = ${value};` : '';
    return `if (!(m${Math.floor(position / 31)} & ${1 << (position % 31)})) { ${giveDefault} if (${property} !== undefined) x.hasInitialValues = true; }`;
  }

  #fieldCase(field: FieldSchema, position: number): string {
    const mask = `m${Math.floor(position / 31)} |= ${1 << (position % 31)};`;
    const set = (value: string): string => `o[${JSON.stringify(field.name)}] = ${value};`;
    return `case ${position}: ${this.#read(field.type, set)} ${mask} next = ${position + 1}; break;`;
  }

  /** Reads the value of type `t` at `p`, hands it to `set`, and moves `p` behind it. */
  #read(type: FieldType, set: (value: string) => string): string {
    return `if (t === 10) { ${set('null')} } else ${this.#readPresent(type, set)}`;
  }

  #readPresent(type: FieldType, set: (value: string) => string): string {
    switch (type.kind) {
      case 'embedded':
        return nested(3, this.functionFor(type.schema), set);
      case 'array':
        return nested(
          4,
          this.#collectionFunction(
            type,
            'const o = [];',
            'endOfKey(b, p, e);',
            (value) => `o.push(${value});`,
          ),
          set,
        );
      case 'map':
        return nested(
          3,
          this.#collectionFunction(
            type,
            'const o = new Map();',
            'q = b.toString("utf8", p, z = endOfKey(b, p, e)); ',
            (value) => `o.set(q, ${value});`,
          ),
          set,
        );
      default:
        return readScalar(type.kind, set);
    }
  }

  #collectionFunction(
    type: FieldType & { readonly of: FieldType },
    made: string,
    key: string,
    add: (value: string) => string,
  ): string {
    const known = this.#names.get(type);
    if (known) return known;
    const name = this.#register(type);
    const readKey = key.startsWith('q') ? `${key} p = z + 1;` : `p = ${key.slice(0, -1)} + 1;`;
    this.#functions.push(`
function ${name}(b, p, limit, x, n) {
  ${open}
  ${made}
  let t, q, z;
  while ((t = b[p++]) !== 0) {
    ${readKey}
    ${this.#read(type.of, add)}
  }
  if (p !== e + 1) throw irregular;
  return o;
}`);
    return name;
  }
}

/** The beginning of every function: the end of what is read, and where its first element is. */
const open = `if (n > 100) throw irregular;
  const e = p + int32(b, p) - 1;
  if (e < p + 4 || e >= limit) throw irregular;
  p += 4;`;

/** Compares the key at `p` with the one that is expected next. */
function expectedKey({ key }: FieldSchema, position: number): string {
  const bytes = [...Buffer.from(`${key}\0`)];
  const comparison = bytes.map((byte, index) => `b[p + ${index}] === ${byte}`).join(' && ');
  return `case ${position}: if (${comparison}) { f = ${position}; p += ${bytes.length}; break; }`;
}

function nested(code: number, name: string, set: (value: string) => string): string {
  return `{ if (t !== ${code}) throw irregular; ${set(`${name}(b, p, e, x, n + 1)`)} p += int32(b, p); }`;
}

/** By BSON type: what reads it, and its size. Other types go by way of the codec, which knows whether they fit. */
const reads: Readonly<
  Partial<Record<ScalarKind, readonly (readonly [code: number, reader: string, size: number])[]>>
> = {
  number: [
    [0x10, 'int32', 4],
    [0x01, 'double', 8],
    [0x12, 'safeNumber', 8],
  ],
  double: [
    [0x01, 'double', 8],
    [0x10, 'int32', 4],
  ],
  int32: [[0x10, 'int32', 4]],
  bigint: [[0x12, 'long', 8]],
  boolean: [[0x08, 'boolean', 1]],
  date: [[0x09, 'date', 8]],
  objectId: [[0x07, 'objectId', 12]],
};

function readScalar(kind: ScalarKind, set: (value: string) => string): string {
  const other = `{ const z = endOfValue(b, t, p, e); ${set(`other(b, t, p, z, s.${kind})`)} p = z; }`;
  if (kind === 'string') {
    const check = 'l < 1 || p + 4 + l > e || b[p + 3 + l] !== 0';
    return `if (t === 2) { const l = int32(b, p); if (${check}) throw irregular; ${set('text(b, p + 4, l - 1)')} p += 4 + l; } else throw irregular;`;
  }
  const known = (reads[kind] ?? []).map(
    ([code, name, size]) => `if (t === ${code}) { ${set(`${name}(b, p)`)} p += ${size}; }`,
  );
  return [...known, other].join(' else ');
}
