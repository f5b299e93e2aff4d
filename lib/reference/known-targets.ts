import { Adopt } from '../state/memory/adopt.js';
import type { Snapshot } from '../state/snapshot/snapshot.js';
import { elementsOf, mapElements } from '../value/elements-of.js';
import { isWholeMap } from '../value/plain-object.js';

/** The documents that a property held when they belonged to the ids of its reference. Both are copies. */
export interface KnownTarget {
  readonly held: unknown;
  readonly ids: unknown;
}

/** Marks documents whose ids belong to them once a write has succeeded: when the document is not as stored before any more. */
export interface Once {
  /** The document as stored before; undefined if it was new. */
  readonly before: Snapshot | undefined;
}

interface NamedTarget extends KnownTarget {
  readonly name: string;
  readonly once: Once | undefined;
  /** The one that counts until the write has succeeded. */
  readonly earlier: KnownTarget | undefined;
  readonly next: NamedTarget | undefined;
}

/** Private fields added to documents whose properties were filled by populate, or by values. */
class TargetMark extends Adopt {
  #first: NamedTarget | undefined = undefined;

  static find(holder: object, name: string, stored: Snapshot | undefined): KnownTarget | undefined {
    if (!(#first in holder)) return undefined;
    let known = holder.#first;
    while (known && known.name !== name) known = known.next;
    return known?.once && known.once.before === stored ? known.earlier : known;
  }

  static note(holder: object, { name, ...target }: Omit<NamedTarget, 'next' | 'earlier'>): void {
    const earlier = target.once && TargetMark.find(holder, name, target.once.before);
    const mark = #first in holder ? holder : new TargetMark(holder);
    // Copied without what came before it, which would stay in memory.
    const kept = earlier && { held: earlier.held, ids: earlier.ids };
    mark.#first = { name, ...target, earlier: kept, next: TargetMark.#without(mark.#first, name) };
  }

  static #without(first: NamedTarget | undefined, name: string): NamedTarget | undefined {
    if (!first) return undefined;
    return first.name === name ? first.next : { ...first, next: TargetMark.#without(first.next, name) };
  }
}

/**
 * The documents that a property is known to have held, while it belongs to an object; undefined if it was filled by plain assignment.
 * @param stored the document as it is stored now
 */
export function knownTarget(
  holder: object,
  name: string,
  stored: Snapshot | undefined,
): KnownTarget | undefined {
  return TargetMark.find(holder, name, stored);
}

/**
 * Notes that the documents in a property belong to the ids beside it. Until other documents are put there, only the ids count: a save does
 * not take them from the property.
 * @param once the write after which that is so. Default at once
 */
export function noteTarget(holder: object, name: string, held: unknown, ids: unknown, once?: Once): void {
  TargetMark.note(holder, { name, held: copyOfParts(held), ids: copyOfParts(ids), once });
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
