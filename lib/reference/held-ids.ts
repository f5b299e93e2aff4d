import { encodeValue } from '../codec/encode.js';
import { noUndeclaredKeys } from '../codec/undeclared-keys.js';
import { isSame } from '../kind/is-same.js';
import { kindOf } from '../kind/kinds.js';
import { idInPlace, isReferredDocument, referenceOf, whyWithoutId } from '../kind/referred-id.js';
import { describeType } from '../schema/describe-type.js';
import type { FieldType } from '../schema/document-schema.js';
import { isContainer } from '../schema/type-contents.js';
import type { DocumentStates } from '../state/memory/document-states.js';
import { findValueIssues } from '../validation/find-issues.js';
import type { IssueList } from '../validation/issue-list.js';
import { placeIn } from '../validation/place.js';
import type { Place, Segment } from '../validation/place.js';
import { describeValue } from '../value/describe-value.js';

/** Reads the ids of documents that properties hold. Everything that is wrong with these becomes an issue. */
export class HeldIds {
  /** @param states those of the documents of the connection */
  constructor(
    private readonly list: IssueList,
    private readonly states: DocumentStates | undefined,
  ) {}

  /**
   * The ids of the documents in a property, which `place` holds under `segment`, in its lists and maps.
   * @param type of the reference
   */
  of(type: FieldType, held: unknown, place: Place, segment: Segment): unknown {
    if (!isContainer(type)) return this.#idOf(type, held, place, segment);
    const kind = kindOf(type);
    const below = placeIn(place, segment);
    if (kind.accepts(held, type)) {
      const ids = new Map<unknown, unknown>();
      kind.everyChild(held, type, (of, child, name) => {
        if (child === null) ids.set(child, child);
        else ids.set(child, this.of(of, child, below, name));
        return true;
      });
      return kind.mapChildren(held, type, (_of, child) => ids.get(child));
    }
    const expected = type.kind === 'map' ? 'a Map' : 'an array';
    this.list.add(place, segment, 'type', `should be ${expected} of documents, not ${describeValue(held)}`);
    return undefined;
  }

  #idOf(type: FieldType, held: unknown, place: Place, segment: Segment): unknown {
    if (!isReferredDocument(type, held)) {
      const expected = `a document of ${referenceOf(type)?.name ?? ''}`;
      this.list.add(place, segment, 'type', `should be ${expected}, not ${describeValue(held)}`);
      return undefined;
    }
    const refusal = whyWithoutId(type, held);
    const id = idInPlace(type, held);
    if (id === held) this.list.add(place, segment, 'reference', refusal ?? '');
    else if (findValueIssues(type, id, '').length > 0)
      this.list.add(place, segment, 'reference', `has an id that is not ${describeType(type)}`);
    else if (this.states?.find(held as object) === 'deleted')
      this.list.add(place, segment, 'reference', 'is a document that was deleted');
    return id;
  }
}

/** Whether two values of a reference are the same ids. Values that it cannot hold are never the same. */
export function isSameIds(type: FieldType, a: unknown, b: unknown): boolean {
  const [one, other] = [encoded(type, a), encoded(type, b)];
  return one !== undefined && other !== undefined && isSame(type, one, other);
}

/** Whether the ids are among stored ones. */
export function isStoredAmong(type: FieldType, stored: readonly unknown[], ids: unknown): boolean {
  const after = encoded(type, ids);
  return (
    after !== undefined &&
    stored.some((each) => each !== undefined && each !== null && isSame(type, each, after))
  );
}

function encoded(type: FieldType, value: unknown): unknown {
  if (value === null || value === undefined || findValueIssues(type, value, '').length > 0) return undefined;
  return encodeValue(type, value, noUndeclaredKeys);
}
