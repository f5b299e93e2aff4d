/** A page by its number, which costs the server more the further back it is. */
export interface NumberedPageOptions {
  /** From 1 on. */
  readonly number: number;
  /** The greatest number of documents, from 1 on. */
  readonly size: number;
}

/** A page before or after a place in the sort order, which costs the same everywhere. */
export type KeysetPageOptions = FirstDocuments | LastDocuments;

interface FirstDocuments {
  /** The greatest number of documents, from 1 on. */
  readonly first: number;
  /** The `endCursor` of the page before; without it, or with null, the page is the first one. */
  readonly after?: string | null | undefined;
  readonly last?: undefined;
  readonly before?: undefined;
}

interface LastDocuments {
  /** The greatest number of documents, from 1 on. */
  readonly last: number;
  /** The `startCursor` of the page behind; without it, or with null, the page is the last one. */
  readonly before?: string | null | undefined;
  readonly first?: undefined;
  readonly after?: undefined;
}

/** The documents of a page by its number. */
export interface NumberedPage<D> {
  /** Empty for a page behind the last one. */
  readonly items: readonly D[];
  /** The number of documents on all pages. */
  readonly total: number;
  /** The number of pages, 0 without documents. */
  readonly pages: number;
  readonly number: number;
  readonly size: number;
}

/** The documents of a page before or after a place in the sort order. */
export interface KeysetPage<D> {
  /** In the order of the sort, for `last` too. */
  readonly items: readonly D[];
  /** The place of the first document, for `before`; null if the page is empty. It holds the values that are sorted by, readable. */
  readonly startCursor: string | null;
  /** The place of the last document, for `after`; null if the page is empty. It holds the values that are sorted by, readable. */
  readonly endCursor: string | null;
  /** Whether documents follow: for `last` whether `before` was given. */
  readonly hasNext: boolean;
  /** Whether documents come before: for `first` whether `after` was given. */
  readonly hasPrevious: boolean;
}
