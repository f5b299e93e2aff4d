import { isDeepStrictEqual } from 'node:util';
import { isDate, isUint8Array } from 'node:util/types';
import { findRecord } from '../schema/class-record.js';
import type { DocumentClass } from '../schema/class-record.js';
import { elementsOf } from '../schema/elements-of.js';
import { isPlainObject, isWholeMap } from '../schema/plain-object.js';

/** One object that can be changed in place, and what it held. */
interface Held {
  /** What of that may hold something itself. */
  readonly contents: readonly unknown[];
  restore(): void;
  isUnchanged(): boolean;
}

/**
 * What a document holds at one time, at any depth, to be given back to it: to the very same embedded documents, arrays, maps and dates,
 * which other code may refer to. Values of other classes are taken to be changed never.
 */
export class RememberedValues {
  readonly #held: Held[];

  constructor(document: object) {
    this.#held = [new HeldFields(document)];
    const seen = new Set<unknown>([document]);
    // Those that are found on the way are visited too.
    for (const { contents } of this.#held) {
      for (const value of contents) {
        if (typeof value !== 'object' || value === null || seen.has(value)) continue;
        seen.add(value);
        const held = hold(value);
        if (held) this.#held.push(held);
      }
    }
  }

  /** Makes the document hold the same again. */
  restore(): void {
    for (const each of this.#held) each.restore();
  }

  /** Whether the document holds the same, by value. */
  isUnchanged(): boolean {
    return this.#held.every((each) => each.isUnchanged());
  }
}

function hold(value: object): Held | undefined {
  if (Array.isArray(value)) return new HeldElements(value);
  if (isWholeMap(value)) return new HeldEntries(value);
  if (isDate(value)) return new HeldTime(value);
  if (isUint8Array(value)) return new HeldBytes(value);
  const isOfDocument = findRecord(value.constructor as DocumentClass)?.document !== undefined;
  return isOfDocument || isPlainObject(value) ? new HeldFields(value) : undefined;
}

const nothing: readonly unknown[] = Object.freeze([]);

class HeldFields implements Held {
  readonly #fields: Record<string, unknown>;
  readonly #names: readonly string[];
  readonly contents: readonly unknown[];

  constructor(object: object) {
    this.#fields = object as Record<string, unknown>;
    this.#names = Object.keys(object);
    this.contents = this.#names.map((name) => this.#fields[name]);
  }

  restore(): void {
    const known = new Set(this.#names);
    for (const name of Object.keys(this.#fields))
      if (!known.has(name)) Reflect.deleteProperty(this.#fields, name);
    this.#names.forEach((name, index) => {
      if (!Object.is(this.#fields[name], this.contents[index])) this.#fields[name] = this.contents[index];
    });
  }

  isUnchanged(): boolean {
    return (
      Object.keys(this.#fields).length === this.#names.length &&
      this.#names.every(
        (name, index) =>
          Object.hasOwn(this.#fields, name) && isDeepStrictEqual(this.#fields[name], this.contents[index]),
      )
    );
  }
}

class HeldElements implements Held {
  readonly contents: readonly unknown[];

  constructor(private readonly array: unknown[]) {
    this.contents = elementsOf(array);
  }

  restore(): void {
    this.array.splice(0, this.array.length, ...this.contents);
  }

  isUnchanged(): boolean {
    return isDeepStrictEqual(elementsOf(this.array), this.contents);
  }
}

class HeldEntries implements Held {
  readonly contents: readonly unknown[];
  readonly #entries: readonly (readonly [unknown, unknown])[];

  constructor(private readonly map: Map<unknown, unknown>) {
    this.#entries = [...map];
    this.contents = this.#entries.map(([, value]) => value);
  }

  restore(): void {
    this.map.clear();
    for (const [key, value] of this.#entries) this.map.set(key, value);
  }

  isUnchanged(): boolean {
    return isDeepStrictEqual([...this.map], this.#entries);
  }
}

class HeldTime implements Held {
  readonly contents = nothing;
  readonly #time: number;

  constructor(private readonly date: Date) {
    this.#time = date.getTime();
  }

  restore(): void {
    this.date.setTime(this.#time);
  }

  isUnchanged(): boolean {
    return Object.is(this.date.getTime(), this.#time);
  }
}

class HeldBytes implements Held {
  readonly contents = nothing;
  readonly #before: Uint8Array;

  constructor(private readonly bytes: Uint8Array) {
    this.#before = Uint8Array.from(bytes);
  }

  restore(): void {
    this.bytes.set(this.#before);
  }

  isUnchanged(): boolean {
    return isDeepStrictEqual(Uint8Array.from(this.bytes), this.#before);
  }
}
