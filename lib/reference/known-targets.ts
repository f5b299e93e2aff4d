import { Adopt } from '../state/memory/adopt.js';
import { elementsOf, mapElements } from '../value/elements-of.js';
import { isWholeMap } from '../value/plain-object.js';

/** The documents that a property held when they belonged to the ids of its reference. Both are copies. */
export interface KnownTarget {
  readonly held: unknown;
  readonly ids: unknown;
}

interface NamedTarget extends KnownTarget {
  readonly name: string;
  readonly next: NamedTarget | undefined;
}

/** Private fields added to documents whose properties were filled by populate, or by values. */
class TargetMark extends Adopt {
  #first: NamedTarget | undefined = undefined;

  static find(holder: object, name: string): KnownTarget | undefined {
    if (!(#first in holder)) return undefined;
    let known = holder.#first;
    while (known && known.name !== name) known = known.next;
    return known;
  }

  static note(holder: object, name: string, held: unknown, ids: unknown): void {
    const mark = #first in holder ? holder : new TargetMark(holder);
    mark.#first = { name, held, ids, next: TargetMark.#without(mark.#first, name) };
  }

  static #without(first: NamedTarget | undefined, name: string): NamedTarget | undefined {
    if (!first) return undefined;
    return first.name === name ? first.next : { ...first, next: TargetMark.#without(first.next, name) };
  }
}

/** The documents that a property is known to have held, while it belongs to an object; undefined if it was filled by plain assignment. */
export function knownTarget(holder: object, name: string): KnownTarget | undefined {
  return TargetMark.find(holder, name);
}

/**
 * Notes that the documents in a property belong to the ids beside it. Until other documents are put there, only the ids count: a save does
 * not take them from the property.
 */
export function noteTarget(holder: object, name: string, held: unknown, ids: unknown): void {
  TargetMark.note(holder, name, copyOfParts(held), copyOfParts(ids));
}

/** Whether a property holds the very documents that were noted, in the same order. */
export function isSameHeld(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    const others = elementsOf(b as unknown[]);
    return (
      a.length === b.length && elementsOf(a as unknown[]).every((each, at) => isSameHeld(each, others[at]))
    );
  }
  if (isWholeMap(a) && isWholeMap(b))
    return a.size === b.size && [...a].every(([key, each]) => isSameHeld(each, b.get(key)));
  return Object.is(a, b);
}

function copyOfParts(value: unknown): unknown {
  if (Array.isArray(value)) return mapElements(value as unknown[], copyOfParts);
  return isWholeMap(value) ? new Map(Array.from(value, ([key, each]) => [key, copyOfParts(each)])) : value;
}
