import { elementsOf } from '../value/elements-of.js';
import { isPlainObject } from '../value/plain-object.js';
import type { IssueList } from './issue-list.js';
import { placeIn } from './place.js';
import type { Place } from './place.js';
import { isOfKind } from '../kind/scalar-checks.js';
import { depthLimit, isStorableKey } from '../value/storable.js';

/** What is wrong with a key that is data. */
export const unstorableKey = 'has a key that starts with $, or cannot be stored';

/** A part of an untyped value that cannot be stored, for what it is or for its key. */
interface RefusedPart {
  readonly place: Place;
  readonly segment: string | number;
  readonly message: string;
}

/**
 * Adds the parts of an untyped value, which `place` holds under `segment`, that cannot be stored: the value itself where it is nested too
 * deep to be walked.
 * @param refusal says why a part cannot be stored
 */
export function addRefusedParts(
  value: unknown,
  place: Place,
  segment: string | number,
  list: IssueList,
  refusal: (part: unknown) => string,
): void {
  const parts: RefusedPart[] = [];
  if (collect(value, place, segment, 0, parts, refusal))
    for (const part of parts) list.add(part.place, part.segment, 'type', part.message);
  else list.add(place, segment, 'type', `is nested deeper than ${depthLimit} levels`);
}

/** @returns false where the value is nested too deep: values that hold each other have more paths than can be walked */
function collect(
  value: unknown,
  place: Place,
  segment: string | number,
  depth: number,
  parts: RefusedPart[],
  refusal: (part: unknown) => string,
): boolean {
  if (depth > depthLimit) return false;
  const collectWithin = (holder: Place, inner: unknown, at: string | number): boolean =>
    collect(inner, holder, at, depth + 1, parts, refusal);
  if (Array.isArray(value)) {
    const holder = placeIn(place, segment);
    return elementsOf(value as unknown[]).every((element, index) => collectWithin(holder, element, index));
  }
  if (isPlainObject(value)) {
    const holder = placeIn(place, segment);
    return Object.entries(value).every(([key, entry]) => {
      if (isStorableKey(key)) return entry === undefined || collectWithin(holder, entry, key);
      parts.push({ place: holder, segment: key, message: unstorableKey });
      return true;
    });
  }
  if (!isOfKind('any', value)) parts.push({ place, segment, message: refusal(value) });
  return true;
}
