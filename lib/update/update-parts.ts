import type { UndeclaredKeys } from '../codec/undeclared-keys.js';
import type { DocumentSchema } from '../schema/document-schema.js';
import type { OperationTimeout } from '../signal/timeout.js';
import type { IssueList } from '../validation/issue-list.js';
import { Issues } from '../validation/issues.js';
import { pathTo } from '../validation/path-to.js';
import type { Segment } from '../validation/place.js';
import { ValidationError } from '../validation/validation-error.js';
import { issueUnder, newIssue } from '../validation/validation-issue.js';
import type { ValidationIssue } from '../validation/validation-issue.js';
import { newPlain } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';

/** Options of compiling an update. */
export interface UpdateCompiling {
  /** The undeclared keys of embedded documents, which are stored with them. */
  readonly undeclared: UndeclaredKeys;
  /** The time limit of asynchronous validators. */
  readonly timeout: OperationTimeout;
  /** Whether paths whose value is undefined are left out, instead of an issue. */
  readonly ignoreUndefined: boolean;
  /** The behaviours that the call switches off, whose fields it may write. */
  readonly behaviours: { readonly times?: boolean; readonly users?: boolean } | undefined;
}

/** The place in a document of a part that is compiled with a schema of its own: elements of an array. */
export interface PartPlace {
  readonly segments: readonly Segment[];
  readonly path: string;
  /** The path of stored keys with a dot at its end; empty for the document itself. */
  readonly keyPath: string;
}

/** The operators and conditions of an update, and the issues that were found in it. */
export class UpdateParts {
  readonly #operators: Plain = newPlain();
  readonly #arrayFilters: Plain[] = [];
  /** The stored paths that are changed, each with the way to show it. */
  readonly #changed = new Map<string, readonly Segment[]>();
  readonly #found: (readonly [IssueList | ValidationIssue, PartPlace])[] = [];
  readonly #answers: Promise<void>[] = [];

  constructor(
    private readonly schema: DocumentSchema,
    readonly options: UpdateCompiling,
  ) {}

  get operators(): Plain {
    return this.#operators;
  }

  get arrayFilters(): readonly Plain[] | undefined {
    return this.#arrayFilters.length > 0 ? this.#arrayFilters : undefined;
  }

  /** Adds an operator, in the server's form, for one stored path. */
  add(key: string, keyPath: string, operand: unknown): void {
    const operator = (this.#operators[key] ??= newPlain()) as Plain;
    operator[keyPath] = operand;
  }

  /** Adds a condition on elements. @param make gets the name by which paths refer to the elements */
  addArrayFilter(make: (name: string) => Plain): string {
    const name = `e${this.#arrayFilters.length}`;
    // Conditions on elements of these elements come later and get other names.
    this.#arrayFilters.push(newPlain());
    this.#arrayFilters[this.#arrayFilters.length - 1] = make(name);
    return name;
  }

  /** Notes that a stored path is changed. Two changes of one path, or of a path and a part of it, are an issue. */
  noteChanged(keyPath: string, segments: readonly Segment[]): void {
    if (this.#changed.has(keyPath)) this.#conflict(segments);
    else this.#changed.set(keyPath, segments);
  }

  addIssue(issue: ValidationIssue, place: PartPlace): void {
    this.#found.push([issue, place]);
  }

  addIssues(list: IssueList, place: PartPlace): void {
    if (list.answered) this.#answers.push(list.answered);
    else if (list.isEmpty) return;
    this.#found.push([list, place]);
  }

  /** Whether asynchronous validators have been called. */
  get isWaiting(): boolean {
    return this.#answers.length > 0;
  }

  /** Waits for asynchronous validators. @throws what they throw */
  async answered(): Promise<void> {
    await Promise.all(this.#answers);
  }

  /** @throws ValidationError with all issues, if there are any. Valid once all validators have answered. */
  assertValid(): void {
    this.#findParts();
    if (this.#found.length === 0) return;
    const issues = new Issues();
    for (const [found, place] of this.#found) {
      if ('code' in found) issues.add(issueUnder(place, found));
      else issues.addAll(found.issues, (issue) => issueUnder(place, issue));
    }
    if (!issues.isEmpty) throw new ValidationError(this.schema.name, issues.listed, issues.total);
  }

  /** Reports each path that is changed besides a path above it. */
  #findParts(): void {
    for (const [keyPath, segments] of this.#changed)
      for (let end = keyPath.indexOf('.'); end !== -1; end = keyPath.indexOf('.', end + 1))
        if (this.#changed.has(keyPath.slice(0, end))) this.#conflict(segments);
  }

  #conflict(segments: readonly Segment[]): void {
    const path = pathTo({ kind: 'embedded', schema: this.schema }, segments);
    const message = 'is changed twice, or besides a path above it';
    this.#found.push([newIssue(path, 'conflict', message, segments), documentItself]);
  }
}

/** The place of the document. */
export const documentItself: PartPlace = Object.freeze({
  segments: Object.freeze([]),
  path: '',
  keyPath: '',
});
