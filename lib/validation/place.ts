/** The name of a field, an index, or a key of a map. */
export type Segment = string | number;

/** The place of a value in a document. Its path is computed only if the value has an issue. */
export interface Place {
  /** The place of its holder; undefined for the document. */
  readonly holder: Place | undefined;
  /** The field name, index or key in the holder. */
  readonly segment: Segment;
  /** The depth of nesting; 0 for the document. */
  readonly depth: number;
}

/** The place of the document itself. */
export const documentPlace: Place = Object.freeze({ holder: undefined, segment: '', depth: 0 });

export function placeIn(holder: Place, segment: Segment): Place {
  return { holder, segment, depth: holder.depth + 1 };
}

/** The way from the document to the value at a place; empty for the document. */
export function segmentsOf(place: Place): readonly Segment[] {
  const segments: Segment[] = [];
  for (let at = place; at.holder; at = at.holder) segments.push(at.segment);
  return segments.reverse();
}

/** The way to a value that a place holds. */
export function segmentsIn(place: Place, segment: Segment): readonly Segment[] {
  return [...segmentsOf(place), segment];
}
