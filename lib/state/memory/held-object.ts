import { isDeepStrictEqual } from 'node:util';
import { isDate, isUint8Array } from 'node:util/types';
import { readSafely } from '../../errors/read-safely.js';
import { findRecord } from '../../schema/declare/class-record.js';
import type { DocumentClass } from '../../schema/declare/class-record.js';
import { elementsOf } from '../../value/elements-of.js';
import { isPlainObject, isWholeMap } from '../../value/plain-object.js';

/** Replacements for objects that could not be given back their contents. */
export type Replaced = ReadonlyMap<unknown, object>;

/** An object that can be changed in place, and its remembered contents. */
export interface HeldObject {
  readonly object: object;
  /** Contents that can contain other values. */
  readonly contents: readonly unknown[];
  /** Gives the contents back to the object, or to its replacement. @returns whether that has them now. Nothing is thrown. */
  give(target: object, replaced: Replaced): boolean;
  /** An empty replacement for it; undefined where none can be made, as for an instance of a class. */
  makeEmpty(): object | undefined;
  isUnchanged(): boolean;
}

/** Remembers the contents of a document of any class. */
export function heldByDocument(document: object): HeldObject {
  return new HeldFields(document);
}

/**
 * Remembers the contents of a value in a document; undefined for a value that is never changed in place, and for another document, as
 * populate puts it there: its contents belong to itself.
 */
export function heldBy(value: object): HeldObject | undefined {
  if (Array.isArray(value)) return new HeldElements(value);
  if (isWholeMap(value)) return new HeldEntries(value);
  if (isDate(value)) return new HeldTime(value);
  if (isUint8Array(value)) return new HeldBytes(value);
  const isEmbedded = findRecord(value.constructor as DocumentClass)?.document?.kind === 'embedded';
  return isEmbedded || isPlainObject(value) ? new HeldFields(value) : undefined;
}

const nothing: readonly unknown[] = Object.freeze([]);

type Fields = Record<string, unknown>;

class HeldFields implements HeldObject {
  readonly #names: readonly string[];
  readonly contents: readonly unknown[];

  constructor(readonly object: object) {
    this.#names = Object.keys(object);
    this.contents = this.#names.map((name) => (object as Fields)[name]);
  }

  give(target: object, replaced: Replaced): boolean {
    const fields = target as Fields;
    const wanted = this.contents.map((value) => replaced.get(value) ?? value);
    const removed = this.#removeOthers(fields);
    const refused = wanted.filter((value, index) => !setField(fields, this.#names[index] as string, value));
    // Values computed from other fields may be right only now.
    return removed && (refused.length === 0 || this.#holds(fields, wanted));
  }

  makeEmpty(): object | undefined {
    if (!isPlainObject(this.object)) return undefined;
    return Object.create(Object.getPrototypeOf(this.object) as object | null) as object;
  }

  isUnchanged(): boolean {
    const fields = this.object as Fields;
    return Object.keys(fields).length === this.#names.length && this.#holds(fields, this.contents);
  }

  #holds(fields: Fields, values: readonly unknown[]): boolean {
    return this.#names.every((name, index) =>
      readSafely(() => Object.hasOwn(fields, name) && isDeepStrictEqual(fields[name], values[index]), false),
    );
  }

  /**
   * Removes other fields. In a plain object the order may be stored too: fields in another order are removed, to be set again. @returns
   * whether they are gone
   */
  #removeOthers(fields: Fields): boolean {
    return readSafely(() => {
      const known = new Set(this.#names);
      const names = Object.keys(fields);
      const isOrdered = !isPlainObject(fields) || this.#names.every((name, index) => names[index] === name);
      const others = isOrdered ? names.filter((name) => !known.has(name)) : names;
      return others.filter((name) => !Reflect.deleteProperty(fields, name)).length === 0;
    }, false);
  }
}

function setField(fields: Fields, name: string, value: unknown): boolean {
  return readSafely(() => {
    if (!Object.hasOwn(fields, name))
      return Reflect.defineProperty(fields, name, {
        ...{ value, writable: true, enumerable: true, configurable: true },
      });
    if (Object.is(fields[name], value)) return true;
    return Reflect.set(fields, name, value) && isDeepStrictEqual(fields[name], value);
  }, false);
}

class HeldElements implements HeldObject {
  readonly contents: readonly unknown[];

  constructor(readonly object: unknown[]) {
    this.contents = elementsOf(object);
  }

  give(target: object, replaced: Replaced): boolean {
    return readSafely(() => {
      const array = target as unknown[];
      const { contents } = this;
      for (let index = 0; index < contents.length; index++) {
        const element = contents[index];
        const wanted = replaced.size > 0 ? (replaced.get(element) ?? element) : element;
        if (!Object.is(array[index], wanted)) array[index] = wanted;
      }
      if (array.length !== contents.length) array.length = contents.length;
      return true;
    }, false);
  }

  makeEmpty(): object | undefined {
    return Object.getPrototypeOf(this.object) === Array.prototype ? [] : undefined;
  }

  isUnchanged(): boolean {
    return isDeepStrictEqual(elementsOf(this.object), this.contents);
  }
}

class HeldEntries implements HeldObject {
  readonly contents: readonly unknown[];
  readonly #keys: readonly unknown[];

  constructor(readonly object: Map<unknown, unknown>) {
    this.#keys = [...object.keys()];
    this.contents = [...object.values()];
  }

  give(target: object, replaced: Replaced): boolean {
    return readSafely(() => {
      // Even if it has a method `clear` of its own.
      Map.prototype.clear.call(target);
      this.#keys.forEach((key, index) => {
        const value = this.contents[index];
        Map.prototype.set.call(target, key, replaced.get(value) ?? value);
      });
      return true;
    }, false);
  }

  makeEmpty(): undefined {
    return undefined;
  }

  isUnchanged(): boolean {
    const [keys, values] = [[...this.object.keys()], [...this.object.values()]];
    return isDeepStrictEqual(keys, this.#keys) && isDeepStrictEqual(values, this.contents);
  }
}

class HeldTime implements HeldObject {
  readonly contents = nothing;
  readonly #time: number;

  constructor(readonly object: Date) {
    this.#time = object.getTime();
  }

  give(): boolean {
    return readSafely(
      () => Object.is(Date.prototype.setTime.call(this.object, this.#time), this.#time),
      false,
    );
  }

  makeEmpty(): undefined {
    return undefined;
  }

  isUnchanged(): boolean {
    return Object.is(this.object.getTime(), this.#time);
  }
}

class HeldBytes implements HeldObject {
  readonly contents = nothing;
  readonly #before: Uint8Array;

  constructor(readonly object: Uint8Array) {
    this.#before = Uint8Array.from(object);
  }

  /** Returns false for transferred bytes, as those sent to a worker, since their length is 0. */
  give(target: object): boolean {
    return readSafely(() => {
      const bytes = target as Uint8Array;
      bytes.set(this.#before);
      return bytes.length === this.#before.length;
    }, false);
  }

  makeEmpty(): object {
    const { length } = this.#before;
    return Buffer.isBuffer(this.object) ? Buffer.alloc(length) : new Uint8Array(length);
  }

  isUnchanged(): boolean {
    return isDeepStrictEqual(Uint8Array.from(this.object), this.#before);
  }
}
