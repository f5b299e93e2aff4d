import { unstorableKey } from '../kind/container/map.js';
import type { FieldType } from '../schema/document-schema.js';
import { elementsOf } from '../value/elements-of.js';
import { isPlainObject } from '../value/plain-object.js';
import { depthLimit, isStorable, isStorableKey } from '../value/storable.js';
import type { IssueList } from './issue-list.js';
import { placeIn } from './place.js';
import type { Place } from './place.js';
import { wrongType } from './wrong-type.js';

/** A part of an untyped value that cannot be stored, because of its value or its key. */
interface RefusedPart {
  readonly place: Place;
  readonly segment: string | number;
  readonly message: string;
}

/**
 * Adds issues about a value that does not fit its type, which `place` holds under `segment`. For an untyped value they name the parts that
 * cannot be stored, or the value itself if it is nested too deep.
 */
export function addRefusedParts(
  type: FieldType,
  value: unknown,
  place: Place,
  segment: string | number,
  list: IssueList,
): void {
  const refusal = (part: unknown): string => wrongType(type, part);
  const parts: RefusedPart[] = [];
  if (type.kind !== 'any') list.add(place, segment, 'type', refusal(value));
  else if (collect(value, place, segment, 0, parts, refusal))
    for (const part of parts) list.add(part.place, part.segment, 'type', part.message);
  else list.add(place, segment, 'type', `is nested deeper than ${depthLimit} levels`);
}

/** @returns false if the value is nested too deep: values that hold each other have more paths than can be walked */
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
  if (!isStorable(value)) parts.push({ place, segment, message: refusal(value) });
  return true;
}
