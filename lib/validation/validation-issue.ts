/** What the library finds wrong with a value. Stable, for programs and translations. */
export type IssueCode =
  | 'required'
  | 'type'
  | 'unknown_field'
  | 'immutable'
  | 'enum'
  | 'min'
  | 'max'
  | 'min_length'
  | 'max_length'
  | 'pattern'
  | 'custom';

/** One thing that is wrong with a document. */
export interface ValidationIssue {
  /** Field names from the document to the value, joined by dots: `others.1.street`. Empty for the document itself. */
  readonly path: string;
  /** `custom` is what a validator refuses; one of a class may give other codes. */
  readonly code: IssueCode | (string & Record<never, never>);
  /** In English; names types and limits and never holds a value. That of a `validate` function is as the function says. */
  readonly message: string;
  /**
   * What a Standard Schema or class-validator says. It may quote values of the document, so it is not enumerable: neither JSON nor a
   * log of the issue has it, unless it is asked for.
   */
  readonly detail?: string;
}

/** @param detail what somebody else's validator says */
export function newIssue(
  path: string,
  code: ValidationIssue['code'],
  message: string,
  detail?: string,
): ValidationIssue {
  const issue = { path, code, message };
  return detail === undefined ? issue : Object.defineProperty(issue, 'detail', { value: detail });
}

/** The same issue of a document that stands in a list, or in another one. */
export function issueAt(prefix: string, { path, code, message, detail }: ValidationIssue): ValidationIssue {
  return newIssue(joinPaths(prefix, path), code, message, detail);
}

export function joinPaths(prefix: string, path: string): string {
  return prefix === '' || path === '' ? prefix + path : `${prefix}.${path}`;
}

/** Issues about something else than the rules for a value: there is none, or it is none that the rules are for. */
export function isMisfit({ code }: Pick<ValidationIssue, 'code'>): boolean {
  return code === 'required' || code === 'type' || code === 'unknown_field';
}
