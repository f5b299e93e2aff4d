/** The name of a field, an index, or a key of a map. */
export type Segment = string | number;

/** Where a value stands in a document. Its path is made only if something is wrong there. */
export interface Place {
  /** Where that is which holds it; undefined for the document. */
  readonly holder: Place | undefined;
  /** Field name, index or key there. */
  readonly segment: Segment;
  /** How deep it is nested; 0 for the document. */
  readonly depth: number;
}

/** The place of the document itself. */
export const documentPlace: Place = Object.freeze({ holder: undefined, segment: '', depth: 0 });

export function placeIn(holder: Place, segment: Segment): Place {
  return { holder, segment, depth: holder.depth + 1 };
}

/** The way from the document to what stands at a place; empty for the document. */
export function segmentsOf(place: Place): readonly Segment[] {
  const segments: Segment[] = [];
  for (let at = place; at.holder; at = at.holder) segments.push(at.segment);
  return segments.reverse();
}

/** The way to what a place holds. */
export function segmentsIn(place: Place, segment: Segment): readonly Segment[] {
  return [...segmentsOf(place), segment];
}
