import { kindOf } from '../kind/kinds.js';
import { partOf } from '../kind/parts.js';
import type { Part } from '../kind/parts.js';
import { isDeclaredKey, isShownKey } from '../schema/build/undeclared-field.js';
import type { Constraints } from '../schema/declare/constraints.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../schema/document-schema.js';
import { embeddedSchema } from '../schema/type-contents.js';
import type { Segment } from '../validation/place.js';
import { depthLimit, isStorableKey } from '../value/storable.js';

/** The place of one value that an update changes. */
export interface UpdateTarget {
  readonly segments: readonly Segment[];
  /** The path of stored keys. */
  readonly keyPath: string;
  readonly type: FieldType;
  readonly constraints: Constraints | undefined;
  /** The fields on the way, from the outermost one. */
  readonly fields: readonly FieldSchema[];
  /** The field whose whole value is at the path; undefined for an element or entry. */
  readonly field: FieldSchema | undefined;
}

/**
 * Finds the place that a path leads to: field names joined by dots, indexes of arrays, keys of maps and of untyped values.
 * @returns undefined for an undeclared path; `array` for one that passes through an array without an index
 */
export function findTarget(schema: DocumentSchema, path: string): UpdateTarget | 'array' | undefined {
  const whole = path.includes('.') ? undefined : schema.fieldsByName.get(path);
  if (whole && path !== schema.undeclared?.name)
    return {
      ...{ segments: [path], keyPath: whole.key, type: whole.type, constraints: whole.constraints },
      ...{ fields: [whole], field: whole },
    };
  return new Way(schema).along(path.split('.'));
}

/** A way into a document, one name after another. */
class Way {
  readonly #segments: Segment[] = [];
  readonly #keys: string[] = [];
  readonly #fields: FieldSchema[] = [];
  #type: FieldType;
  #field: FieldSchema | undefined;
  #constraints: Constraints | undefined;
  /** The document whose undeclared keys were reached; they are stored beside its fields. */
  #beside: DocumentSchema | undefined;

  constructor(schema: DocumentSchema) {
    this.#type = { kind: 'embedded', schema };
  }

  along(names: readonly string[]): UpdateTarget | 'array' | undefined {
    for (const name of names) {
      const isList = kindOf(this.#type).elementType(this.#type) !== undefined;
      if (isList && !/^(0|[1-9]\d*)$/.test(name)) return 'array';
      const part = this.#keys.length < depthLimit ? partOf(this.#type, name) : undefined;
      if (!part || !this.#mayEnter(part, name)) return undefined;
      this.#enter(part, isList ? Number(name) : name);
    }
    if (this.#beside) return undefined;
    return {
      ...{ segments: this.#segments, keyPath: this.#keys.join('.'), type: this.#type },
      ...{ constraints: this.#constraints, fields: this.#fields, field: this.#field },
    };
  }

  #mayEnter({ isDeclared }: Part, name: string): boolean {
    if (this.#beside) return isShownKey(name) && !isDeclaredKey(this.#beside, name);
    return isDeclared || (name !== '' && isStorableKey(name));
  }

  #enter({ type, key }: Part, segment: Segment): void {
    const holder = embeddedSchema(this.#type);
    this.#beside = key === undefined ? holder : undefined;
    this.#field = key === undefined ? undefined : holder?.fieldsByName.get(String(segment));
    this.#constraints = holder ? this.#field?.constraints : this.#constraints?.each;
    if (this.#field) this.#fields.push(this.#field);
    this.#segments.push(segment);
    if (key !== undefined) this.#keys.push(key);
    this.#type = type;
  }
}
