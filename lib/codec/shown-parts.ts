/** The parts of a document, or of a value in it, that a query gives. */
export interface ShownParts {
  /** Whether the part with this name is given, or the parts of it that are. */
  shows(name: string): boolean | ShownParts;
}
