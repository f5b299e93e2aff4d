import type { Segment } from './place.js';

/** The kinds of issues that the library finds. Stable, for programs and translations. */
export type ValidationIssueCode =
  | 'required'
  | 'type'
  | 'unknown_field'
  | 'immutable'
  | 'operator'
  | 'conflict'
  | 'reference'
  | 'enum'
  | 'min'
  | 'max'
  | 'min_length'
  | 'max_length'
  | 'pattern'
  | 'custom';

/** One thing that is wrong with a document. */
export interface ValidationIssue {
  /**
   * Field names from the document to the value, joined by dots: `others.1.street`. Empty for the document itself. Keys of maps and names
   * of unknown fields are data: one that does not look like a name is shown as its length, `scores.(14 characters)`.
   */
  readonly path: string;
  /** `custom` for an issue of a validator; a validator of a class may give other codes. */
  readonly code: ValidationIssueCode | (string & Record<never, never>);
  /** English text that names types and limits and never holds a value. The message of a `validate` function is used unchanged. */
  readonly message: string;
  /**
   * The exact names, indexes and keys of the path. They may be data, so they are not enumerable: JSON and logs leave them out unless they
   * read them explicitly. Absent in issues that the library did not make.
   */
  readonly segments?: readonly (string | number)[];
  /** The text of a Standard Schema or class-validator. It may quote values of the document, so it is not enumerable either. */
  readonly detail?: string;
}

/**
 * @param segments the way from the document to the value
 * @param detail the text of a third-party validator
 */
export function newIssue(
  path: string,
  code: ValidationIssue['code'],
  message: string,
  segments: readonly Segment[],
  detail?: string,
): ValidationIssue {
  const issue = Object.defineProperty({ path, code, message }, 'segments', {
    value: Object.freeze(segments),
  });
  return detail === undefined ? issue : Object.defineProperty(issue, 'detail', { value: detail });
}

/** The same issue for a document in a list. */
export function issueAt(index: number, issue: ValidationIssue): ValidationIssue {
  return issueUnder({ path: String(index), segments: [index] }, issue);
}

/** The same issue for a document that stands at a path of another one. */
export function issueUnder(
  place: { readonly path: string; readonly segments: readonly Segment[] },
  issue: ValidationIssue,
): ValidationIssue {
  if (place.segments.length === 0) return issue;
  const { path, code, message, segments = [], detail } = issue;
  const below = path === '' ? place.path : `${place.path}.${path}`;
  return newIssue(below, code, message, [...place.segments, ...segments], detail);
}

/** Missing, mistyped or unknown: the value's own rules were not checked. */
export function isMisfit({ code }: Pick<ValidationIssue, 'code'>): boolean {
  return code === 'required' || code === 'type' || code === 'unknown_field';
}
