import type { ArrayType } from '../../schema/document-schema.js';
import { elementsOf, mapElements } from '../../value/elements-of.js';
import { isEqual } from '../../value/equality/is-equal.js';
import { mismatch } from '../kind.js';
import type { Kind } from '../kind.js';

/** Arrays. Elements are read by index, not through methods or properties of the array, so that holes are seen. */
export const arrayKind: Kind<ArrayType> = Object.freeze<Kind<ArrayType>>({
  keyOrder: 'names',
  elementType: ({ of }) => of,
  entryType: () => undefined,
  accepts: Array.isArray,
  convert: (value) => value,
  fromJson: (value) => value,
  check: (value: readonly unknown[], { of }, parts) => {
    for (let index = 0; index < value.length; index++) parts.value(of, value[index], index);
  },
  childAt: (value, name) => (Array.isArray(value) ? (value as unknown[])[Number(name)] : undefined),
  everyChild: (value, { of }, test) => {
    if (!Array.isArray(value)) return true;
    for (let index = 0; index < value.length; index++) if (!test(of, value[index], index)) return false;
    return true;
  },
  mapChildren: (value, { of }, map) =>
    Array.isArray(value) ? mapElements(value, (element) => map(of, element)) : value,
  encode: (value: readonly unknown[], { of }, parts) =>
    mapElements(value, (element) => parts.value(of, element)),
  decode: (stored, { of }, parts) =>
    Array.isArray(stored) ? stored.map((element, index) => parts.value(of, element, index)) : mismatch,
  mapStored: (stored: readonly unknown[], { of }, map) => {
    const elements = mapElements(stored, (element, index) => map(of, element, index));
    return elements.some((element, index) => element !== stored[index]) ? elements : stored;
  },
  isSame: (stored, after, { of }, isSamePart) =>
    Array.isArray(stored) && Array.isArray(after)
      ? stored.length === after.length &&
        after.every((element, index) => isSamePart(of, stored[index], element))
      : isEqual(stored, after),
  isStoredAs: (value, stored, { of }, isPartStoredAs) =>
    Array.isArray(value) &&
    Array.isArray(stored) &&
    value.length === stored.length &&
    stored.every((each, index) => isPartStoredAs(of, value[index], each)),
  show: (stored, { of }, parts) =>
    Object.freeze(elementsOf(stored as readonly unknown[]).map((element) => parts.value(of, element))),
});
