import type { ValidatorCall } from '../schema/declare/constraints.js';
import { OperationTimeout } from '../signal/timeout.js';
import { Issues } from './issues.js';
import { pathTo } from './path-to.js';
import type { Start } from './path-to.js';
import { segmentsIn } from './place.js';
import type { Place, Segment } from './place.js';
import { depthLimit } from '../value/storable.js';
import { isMisfit, newIssue } from './validation-issue.js';
import type { ValidationIssue } from './validation-issue.js';
import { ValidatorTimeoutError } from './validator-timeout-error.js';

/** The rules to check: all, with validators; types, and the completeness of embedded documents; or only whether values can be stored. */
export type Checks = 'all' | 'types' | 'storable';

/** Options of a search for issues. */
export interface Search {
  readonly start: Start;
  readonly checks: Checks;
  /** The time limit of asynchronous validators. Default none. */
  readonly timeout?: OperationTimeout | undefined;
  /** Whether a value that does not fit its type is accepted all the same. */
  readonly isAccepted?: ((way: readonly Segment[]) => boolean) | undefined;
}

/** The way to a value, computed only if it has an issue. */
export type Way = () => readonly Segment[];

/** An asynchronous validator that was called. Its issues have their place among the others. */
interface Asked {
  readonly way: Way;
  readonly issues: IssueList;
  readonly answer: Promise<void>;
  isAnswered: boolean;
}

class TooDeep extends Error {
  constructor(readonly way: readonly Segment[]) {
    super('too deep');
  }
}

/** The issues of one document in the order in which they are found. Beyond the limit of listed issues, others are only counted. */
export class IssueList {
  readonly #search: Search;
  readonly #issues = new Issues();
  readonly #asked: Asked[] = [];
  /** Issues and called validators, in order. Created for the first asynchronous validator. */
  #entries: (ValidationIssue | Asked)[] | undefined;
  #call: ValidatorCall | undefined;
  #thrown: { readonly reason: unknown } | undefined;
  /** Places whose values are missing, mistyped or unknown; third-party schemas may report these again. */
  readonly #misfitPlaces: Set<string>;
  /** The number of such values. */
  misfits = 0;
  /** Whether the search has ended before its end. */
  hasEndedEarly = false;
  /** Settled when all asynchronous validators have answered; undefined if none was called. */
  answered: Promise<void> | undefined;

  constructor(search: Search, misfitPlaces = new Set<string>()) {
    this.#search = search;
    this.#misfitPlaces = misfitPlaces;
  }

  /** For documents that are known to be valid. */
  static readonly none = new IssueList({ start: { kind: 'any' }, checks: 'all' });

  /**
   * Runs a search for issues.
   * @throws the error of a validator. If asynchronous ones were called before, `answered` is rejected with it once they have answered
   */
  static find(search: Search, walk: (list: IssueList) => void): IssueList {
    const list = new IssueList(search);
    search.timeout?.begin();
    try {
      walk(list);
    } catch (error) {
      list.hasEndedEarly = true;
      if (error instanceof TooDeep)
        list.report(() => error.way, 'type', `is nested deeper than ${depthLimit} levels`);
      else if (list.#asked.length > 0) list.#thrown = { reason: error };
      else throw error;
    }
    if (list.#asked.length > 0) list.answered = list.#whenAnswered();
    // A caller that leaves before that has an error of its own.
    list.answered?.catch(() => undefined);
    return list;
  }

  get checks(): Checks {
    return this.#search.checks;
  }

  /** Whether no issue was found, as far as validators have answered. */
  get isEmpty(): boolean {
    if (!this.#issues.isEmpty || this.#thrown) return false;
    return this.#asked.length === 0 || this.#asked.every(({ issues }) => issues.isEmpty);
  }

  /** Whether further issues are only counted. */
  get isFull(): boolean {
    return this.#issues.isFull;
  }

  /** The call that is passed to validator functions. */
  get call(): ValidatorCall {
    const { timeout = new OperationTimeout() } = this.#search;
    return (this.#call ??= Object.freeze({
      get abortSignal() {
        return timeout.abortSignal;
      },
    }));
  }

  /** The issues in the order in which they were found. Valid once all validators have answered. */
  get found(): Issues {
    return this.#entries ? this.#together(this.#entries) : this.#issues;
  }

  /** The issues in the order of the fields; those of the document itself come last. */
  get issues(): Issues {
    const { found } = this;
    const { start } = this.#search;
    if (start.kind === 'embedded') found.sort(start.schema);
    return found;
  }

  /** Adds an issue about the value that a place holds. */
  add(place: Place, segment: Segment, code: ValidationIssue['code'], message: string): void {
    this.report(() => segmentsIn(place, segment), code, message);
  }

  /** @param detail text of a third-party schema, which is left out where it repeats a known issue */
  report(way: Way, code: ValidationIssue['code'], message: string, detail?: string): void {
    const isOfMisfit = isMisfit({ code });
    if (isOfMisfit) this.misfits++;
    if (this.isFull) {
      if (code !== 'type' || !this.#search.isAccepted?.(way())) this.#issues.count(1);
      return;
    }
    const segments = way();
    const place = segments.join('\0');
    if (detail !== undefined && this.#misfitPlaces.has(place)) return;
    if (isOfMisfit) this.#misfitPlaces.add(place);
    if (code === 'type' && this.#search.isAccepted?.(segments)) return;
    const issue = newIssue(pathTo(this.#search.start, segments), code, message, segments, detail);
    this.#issues.add(issue);
    this.#entries?.push(issue);
  }

  /** Counts more issues that need not be listed. */
  count(more: number): void {
    this.#issues.count(more);
  }

  /** Waits for the answer of a validator about the value here. */
  ask<R>(way: Way, answer: Promise<R>, read: (answer: R, list: IssueList) => void): void {
    const issues = new IssueList(this.#search, this.#misfitPlaces);
    const noteAnswer = (): void => void (asked.isAnswered = true);
    const answered = answer.finally(noteAnswer);
    const asked: Asked = {
      ...{ way, issues, isAnswered: false },
      answer: answered.then((given) => {
        read(given, issues);
      }),
    };
    this.#asked.push(asked);
    (this.#entries ??= [...this.#issues.listed]).push(asked);
  }

  /**
   * Ends the search at the depth limit: values that hold each other have more paths than can be walked.
   * @throws an internal error that `find` catches
   */
  refuseDepth(place: Place, segment: Segment): never {
    throw new TooDeep(segmentsIn(place, segment));
  }

  /** @throws the first error of a validator, in order, once all have answered; ValidatorTimeoutError */
  async #whenAnswered(): Promise<void> {
    const { timeout = new OperationTimeout() } = this.#search;
    const all = Promise.allSettled(this.#asked.map(({ answer }) => answer));
    const results = await timeout.wait(all, (limit, total) => this.#timeout(limit, total));
    const failed = results.find((result) => result.status === 'rejected') ?? this.#thrown;
    if (failed) throw failed.reason;
  }

  #timeout(limit: number, total: number | undefined): ValidatorTimeoutError {
    const { start } = this.#search;
    const silent = this.#asked.find(({ isAnswered }) => !isAnswered);
    const path = silent ? pathTo(start, silent.way()) : '';
    return new ValidatorTimeoutError(start.kind === 'embedded' ? start.schema.name : '', path, limit, total);
  }

  #together(entries: readonly (ValidationIssue | Asked)[]): Issues {
    const issues = new Issues();
    for (const entry of entries) {
      if ('answer' in entry) issues.addAll(entry.issues.found);
      else issues.add(entry);
    }
    issues.count(this.#issues.total - this.#issues.listed.length);
    return issues;
  }
}
