import type { DocumentSchema, FieldSchema, FieldType, RootSchema } from '../../schema/document-schema.js';
import { code, quoted, SourceWriter } from '../../source/source-writer.js';
import { scalarSource } from './scalar-source.js';
import type { Taker } from './scalar-source.js';

/**
 * Writes the source of decoders: a function per document class, array type and map type. Names in the source: it reads `bytes` from `at` up
 * to `limit`, and an element of BSON `type` from `element` to `after`. It relies on the functions of the reader and on `kinds`.
 */
export class DecoderWriter extends SourceWriter {
  /** The key under which a document may name a class other than the only known one. */
  #keyOfOthers: string | undefined;

  /** The name of a function that reads documents of any of these classes, told apart by their discriminator. */
  functionForFamily(schema: RootSchema, family: readonly RootSchema[]): string {
    const { key } = schema.discriminator;
    if (family.length === 1 && schema.discriminator.value === undefined) {
      this.#keyOfOthers = key;
      return this.functionForSchema(schema);
    }
    const members = family.flatMap((member) => {
      const { base, discriminator } = member;
      const names = [discriminator.value ?? member.name, ...(base ? [] : [undefined])];
      return names.map(
        (name) => `[${name === undefined ? 'undefined' : quoted(name)}, ${this.functionForSchema(member)}]`,
      );
    });
    this.add(
      code(
        `
const family = new Map([$members]);
function ofFamily(bytes, at, limit, decoding, depth) {
  const read = family.get(nameOfClass(bytes, at, limit, $key));
  if (!read) throw irregular;
  return read(bytes, at, limit, decoding, depth);
}`,
        { members: members.join(', '), key: quoted(key) },
      ),
    );
    return 'ofFamily';
  }

  /** The name of a function that reads documents of a schema. Keys are expected in the order of the fields; others are looked up. */
  functionForSchema(schema: DocumentSchema): string {
    const { fields, documentClass } = schema;
    const masks = Array.from({ length: Math.ceil(fields.length / 31) || 1 }, (_, mask) => `met${mask}`);
    return this.functionFor(schema, `read${schema.name}`, (name) =>
      code(
        `
function $name(bytes, at, limit, decoding, depth) {
  $open
  const document = new $documentClass();
  let type, field, element, length, after, hidden, shown, expected = 0, $masks;
  while ((type = bytes[element = at++]) !== 0) {
    field = -1;
    switch (expected) {
      $expectedKeys
    }
    if (field === -1) {
      after = endOfKey(bytes, at, end);
      field = $positions.get(text(bytes, at, after - at));
      at = after + 1;
    }
    switch (field) {
      $cases
      default:
        at = endOfValue(bytes, type, at, end);
        $undeclared
    }
  }
  if (at !== end + 1) throw irregular;
  if (!($isComplete)) {
    $absent
  }
  $last
  return document;
}`,
        {
          ...{ name, open },
          documentClass: this.reference(`classOf${schema.name}`, documentClass),
          masks: masks.map((mask) => `${mask} = 0`).join(', '),
          expectedKeys: fields.map(expectedKey).join('\n      '),
          positions: this.reference('positions', new Map(fields.map(({ key }, position) => [key, position]))),
          cases: fields.map((field, position) => this.#fieldCase(field, position)).join('\n      '),
          undeclared: this.#undeclaredElement(schema),
          isComplete: masks.map((mask, at) => `${mask} === ${allOf(fields.length - at * 31)}`).join(' && '),
          absent: this.#absentFields(schema),
          last:
            schema.kind === 'embedded'
              ? 'if (hidden) keepUndeclared(decoding, document, bytes, hidden);'
              : forgetUndeclared(schema),
        },
      ),
    );
  }

  #fieldCase({ name, type }: FieldSchema, position: number): string {
    return code('case $position: $read $mask |= $bit; expected = $next; break;', {
      ...{ position, next: position + 1, mask: maskOf(position), bit: bitOf(position) },
      read: this.#read(type, (value) => `document[${quoted(name)}] = ${value};`),
    });
  }

  /** Reads the value of a `type`, hands it to `take`, and moves `at` behind it. */
  #read(type: FieldType, take: Taker): string {
    return `${this.#readPresent(type, take)} else if (type === 10) { ${take('null')} } else throw irregular;`;
  }

  #readPresent(type: FieldType, take: Taker): string {
    switch (type.kind) {
      case 'embedded':
        return nested(3, this.functionForSchema(type.schema), take);
      case 'array':
        return nested(4, this.#arrayFunction(type), take);
      case 'map':
        return nested(3, this.#mapFunction(type), take);
      default:
        return scalarSource(type.kind, take);
    }
  }

  /** Handles the element from `element` to `at`, whose key is undeclared. */
  #undeclaredElement(schema: DocumentSchema): string {
    const { key } = (schema as Partial<RootSchema>).discriminator ?? {};
    const hide =
      schema.kind === 'embedded' ? '{ if (!hidden) hidden = []; hidden.push(element, at); }' : '{}';
    const show =
      '{ const entries = shown || new Map(); if (!showUndeclared(entries, bytes, element, at)) $hide else if (!shown) document[$name] = shown = entries; }';
    const keep = schema.undeclared ? code(show, { hide, name: quoted(schema.undeclared.name) }) : hide;
    const other = schema.isStrict ? 'throw irregular;' : keep;
    if (key === undefined) return other;
    return code('if (isKey(bytes, element, $key)) { $named } else $other', {
      ...{ key: quoted(key), other },
      named: key === this.#keyOfOthers ? 'throw irregular;' : '',
    });
  }

  #absentFields({ fields, kind }: DocumentSchema): string {
    const list = this.reference('fields', fields);
    return fields.map((field, position) => absentField(field, position, list, kind)).join('\n    ');
  }

  #arrayFunction(type: FieldType & { readonly kind: 'array' }): string {
    return this.functionFor(type, 'readList', (name) =>
      code(
        `
function $name(bytes, at, limit, decoding, depth) {
  $open
  const list = [];
  let type, length, after;
  while ((type = bytes[at++]) !== 0) {
    at = endOfKey(bytes, at, end) + 1;
    $read
  }
  if (at !== end + 1) throw irregular;
  return list;
}`,
        { name, open, read: this.#read(type.of, (value) => `list.push(${value});`) },
      ),
    );
  }

  #mapFunction(type: FieldType & { readonly kind: 'map' }): string {
    return this.functionFor(type, 'readMap', (name) =>
      code(
        `
function $name(bytes, at, limit, decoding, depth) {
  $open
  const map = new Map();
  let type, key, length, after;
  while ((type = bytes[at++]) !== 0) {
    after = endOfKey(bytes, at, end); key = text(bytes, at, after - at); at = after + 1;
    $read
  }
  if (at !== end + 1) throw irregular;
  return map;
}`,
        { name, open, read: this.#read(type.of, (value) => `map.set(key, ${value});`) },
      ),
    );
  }
}

/** The beginning of every function: finds the end of the value and its first element. */
const open = `if (depth > 100) throw irregular;
  const end = at + int32(bytes, at) - 1;
  if (end < at + 4 || end >= limit) throw irregular;
  at += 4;`;

/** Compares the key at `at` with the next expected one and, since fields may be absent, with the one after it. */
function expectedKey({ key }: FieldSchema, position: number): string {
  const characters = [...Buffer.from(`${key}\0`)];
  return code('case $position: if ($isKey) { field = $position; at += $size; break; }', {
    ...{ position, size: characters.length },
    isKey: characters.map((byte, index) => `bytes[at + ${index}] === ${byte}`).join(' && '),
  });
}

/** Gives a field that is not stored its initial value or default, unless it was not selected. */
function absentField(
  { name, makeDefault }: FieldSchema,
  position: number,
  list: string,
  kind: DocumentSchema['kind'],
): string {
  const parts = { name: quoted(name), field: `${list}[${position}]` };
  const giveDefault = makeDefault
    ? code('if (document[$name] === undefined) document[$name] = $field.makeDefault();', parts)
    : '';
  const give = `{ ${giveDefault} ${code('if (document[$name] !== undefined) keepInitial(decoding, document, $field);', parts)} }`;
  const forget = code(
    'if (decoding.loaded && !decoding.loaded.has($name)) document[$name] = undefined; else',
    parts,
  );
  return code('if (!($mask & $bit)) $give', {
    ...{ mask: maskOf(position), bit: bitOf(position) },
    give: kind === 'document' ? `${forget} ${give}` : give,
  });
}

function forgetUndeclared({ undeclared }: DocumentSchema): string {
  if (!undeclared) return '';
  return code('if (decoding.loaded && !decoding.loaded.has($name)) document[$name] = undefined;', {
    name: quoted(undeclared.name),
  });
}

function nested(bsonType: number, read: string, take: Taker): string {
  return `if (type === ${bsonType}) { ${take(`${read}(bytes, at, end, decoding, depth + 1)`)} at += int32(bytes, at); }`;
}

function maskOf(position: number): string {
  return `met${Math.floor(position / 31)}`;
}

function bitOf(position: number): number {
  return 1 << (position % 31);
}

/** The bits of `count` fields, of 31 at most. */
function allOf(count: number): number {
  return count >= 31 ? 0x7fffffff : 2 ** Math.max(count, 0) - 1;
}
