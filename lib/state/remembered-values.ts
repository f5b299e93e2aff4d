import { isDeepStrictEqual } from 'node:util';
import { isDate } from 'node:util/types';
import { findRecord } from '../schema/class-record.js';
import type { DocumentClass } from '../schema/class-record.js';
import { elementsOf, mapElements } from '../schema/elements-of.js';
import { isPlainObject, isWholeMap } from '../schema/plain-object.js';

/** One object that can be changed in place, and what it held. */
interface Held {
  restore(): void;
  isUnchanged(): boolean;
}

/**
 * What a document holds at one time, at any depth, to be given back to it: to the very same embedded documents, arrays, maps and dates,
 * which other code may refer to. Values of other classes are taken to be changed never.
 */
export class RememberedValues {
  readonly #held: Held[] = [];

  constructor(document: object) {
    const seen = new Set<object>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || seen.has(value)) return;
      seen.add(value);
      const [held, contents] = value === document ? holdFields(value) : hold(value);
      if (held) this.#held.push(held);
      contents.forEach(visit);
    };
    visit(document);
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

/** What a value holds, and those of its contents that may hold something themselves. */
type Contents = readonly [held: Held | undefined, contents: readonly unknown[]];

function hold(value: object): Contents {
  if (Array.isArray(value)) return holdElements(value);
  if (isWholeMap(value)) return holdEntries(value);
  if (isDate(value)) return holdTime(value);
  if (value instanceof Uint8Array) return holdBytes(value);
  const isOfDocument = findRecord(value.constructor as DocumentClass)?.document !== undefined;
  return isOfDocument || isPlainObject(value) ? holdFields(value) : [undefined, []];
}

function holdFields(object: object): Contents {
  const fields = object as Record<string, unknown>;
  const names = Object.keys(fields);
  const values = mapElements(names, (name) => fields[name as string]);
  const restore = (): void => {
    const known = new Set(names);
    for (const name of Object.keys(fields)) if (!known.has(name)) Reflect.deleteProperty(fields, name);
    names.forEach((name, index) => {
      if (!Object.is(fields[name], values[index])) fields[name] = values[index];
    });
  };
  const isUnchanged = (): boolean =>
    Object.keys(fields).length === names.length &&
    names.every(
      (name, index) => Object.hasOwn(fields, name) && isDeepStrictEqual(fields[name], values[index]),
    );
  return [{ restore, isUnchanged }, values];
}

function holdElements(array: unknown[]): Contents {
  const before = elementsOf(array);
  const restore = (): void => void array.splice(0, array.length, ...before);
  return [{ restore, isUnchanged: () => isDeepStrictEqual(elementsOf(array), before) }, before];
}

function holdEntries(map: Map<unknown, unknown>): Contents {
  const before = [...map];
  const restore = (): void => {
    map.clear();
    for (const [key, value] of before) map.set(key, value);
  };
  return [
    { restore, isUnchanged: () => isDeepStrictEqual([...map], before) },
    before.map(([, value]) => value),
  ];
}

function holdTime(date: Date): Contents {
  const before = date.getTime();
  return [
    { restore: () => void date.setTime(before), isUnchanged: () => Object.is(date.getTime(), before) },
    [],
  ];
}

function holdBytes(bytes: Uint8Array): Contents {
  const before = Uint8Array.from(bytes);
  const restore = (): void => {
    bytes.set(before);
  };
  return [{ restore, isUnchanged: () => isDeepStrictEqual(Uint8Array.from(bytes), before) }, []];
}
