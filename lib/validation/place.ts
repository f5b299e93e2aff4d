/** Where a value stands in a document. Its path is made only if something is wrong there. */
export interface Place {
  /** Where that is which holds it; undefined for the document. */
  readonly holder: Place | undefined;
  /** Field name, index or key there. */
  readonly segment: string | number;
  /** How deep it is nested; 0 for the document. */
  readonly depth: number;
}

/** The place of the document itself. */
export const documentPlace: Place = Object.freeze({ holder: undefined, segment: '', depth: 0 });

export function placeIn(holder: Place, segment: string | number): Place {
  return { holder, segment, depth: holder.depth + 1 };
}

/** The path of what stands at a place; empty for the document. */
export function pathOf(place: Place): string {
  return place.holder ? pathIn(place.holder, place.segment) : '';
}

/** The path of what a place holds. */
export function pathIn(place: Place, segment: string | number): string {
  let path = String(segment);
  for (let at = place; at.holder; at = at.holder) path = `${at.segment}.${path}`;
  return path;
}
