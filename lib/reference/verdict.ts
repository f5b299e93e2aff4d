import { kindOf } from '../kind/kinds.js';
import { idInPlace } from '../kind/referred-id.js';
import type { FieldType } from '../schema/document-schema.js';
import { isContainer } from '../schema/type-contents.js';
import { isWholeMap } from '../value/plain-object.js';
import { isSameIds, isStoredAmong } from './held-ids.js';
import type { KnownTarget } from './known-targets.js';

/** A reference and the property beside it, in one object. */
export interface Pair {
  /** The name of the reference. */
  readonly reference: string;
  readonly type: FieldType;
  /** The value of the reference. */
  readonly id: unknown;
  /** The stored values of the reference: of this object, or of all that it may come from. */
  readonly stored: readonly unknown[];
  /** Whether `stored` is that of this very object. */
  readonly isExact: boolean;
  /** The property as it was last known to belong to the reference. */
  readonly known: KnownTarget | undefined;
  /** The value that the class itself gives to the property. */
  readonly initial: unknown;
}

/** The outcome: the reference gets ids, both agree, only the reference counts, or the two contradict each other. */
export type Verdict =
  | { readonly action: 'take'; readonly ids: unknown }
  | { readonly action: 'agrees' | 'keep' | 'ignore' }
  | { readonly action: 'refuse'; readonly message: string };

/** Decides on a property that holds documents. @param ids those of the documents */
export function verdictOf(pair: Pair, held: unknown, ids: unknown): Verdict {
  const { type, id, known, reference } = pair;
  if (isSameIds(type, ids, id) || (isEmpty(ids) && isEmpty(id))) return { action: 'agrees' };
  if (known && isContainer(type) && !isWhole(type, known)) return refuse(incomplete(reference));
  if (isContainer(type) && isList(pair.initial) && !known) {
    if (isEmpty(held)) return { action: 'ignore' };
    if (pair.stored.some((each) => !isEmpty(each))) return refuse(unread(reference));
  }
  const isKept = isStoredId(pair);
  const isAsStored = isStoredAmong(type, pair.stored, ids);
  if (isAsStored && !isKept && (pair.isExact || !isEmpty(id))) return { action: 'keep' };
  if (isEmpty(id) || isKept || (known && isSameIds(type, known.ids, id))) return { action: 'take', ids };
  return refuse(
    `is another document than ${reference} says, and both were given or changed: give one of them`,
  );
}

/** Decides on a property that is null: it clears a reference that did not change, unless its class or populate has put the null there. */
export function verdictOfNull(pair: Pair): Verdict {
  const { id, known, type, initial } = pair;
  const isOwn = initial === null && (known?.held ?? null) === null;
  if (isEmpty(id) || isOwn) return { action: 'ignore' };
  const isUnchanged = isStoredId(pair) || (known !== undefined && isSameIds(type, known.ids, id));
  return isUnchanged ? { action: 'take', ids: undefined } : { action: 'keep' };
}

function isStoredId({ type, id, stored }: Pair): boolean {
  return isEmpty(id) ? stored.some(isEmpty) : isStoredAmong(type, stored, id);
}

/** Whether a list or map that was populated has all documents whose ids were there. */
function isWhole(type: FieldType, { held, ids }: KnownTarget): boolean {
  const found = idsIn(type, held);
  return isSameIds(type, found, ids) || (isEmpty(found) && isEmpty(ids));
}

function idsIn(type: FieldType, held: unknown): unknown {
  return isContainer(type) ? kindOf(type).mapChildren(held, type, idsIn) : idInPlace(type, held);
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || isWholeMap(value);
}

/** Whether there is neither an id nor an element. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isWholeMap(value) ? value.size === 0 : value === undefined || value === null;
}

function refuse(message: string): Verdict {
  return { action: 'refuse', message };
}

function incomplete(reference: string): string {
  return `was changed, but was populated without some of the documents of ${reference}, or in another order: change ${reference} instead`;
}

function unread(reference: string): string {
  return `has documents, but was not populated, so the ids in ${reference} would be lost: populate it before, or change ${reference}`;
}
