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

/**
 * Which rules count: all, with validators; whether values fit their types and embedded documents lack nothing; or only whether they can
 * be stored.
 */
export type Checks = 'all' | 'types' | 'storable';

/** How a value is searched for issues. */
export interface Search {
  readonly start: Start;
  readonly checks: Checks;
  /** The time that asynchronous validators have. Default as long as they like. */
  readonly timeout?: OperationTimeout | undefined;
  /** Whether a value that does not fit its type is no issue all the same. */
  readonly isAccepted?: ((way: readonly Segment[]) => boolean) | undefined;
}

/** The way to a value; made only if something is wrong there. */
export type Way = () => readonly Segment[];

/** An asynchronous validator that was asked. Its issues have their place among the others. */
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

/** The issues of one document, in the order in which they are found; once as many are found as are listed, others are only counted. */
export class IssueList {
  readonly #search: Search;
  readonly #issues = new Issues();
  readonly #asked: Asked[] = [];
  /** What was found and asked, in order. Made when the first asynchronous validator is asked. */
  #entries: (ValidationIssue | Asked)[] | undefined;
  #call: ValidatorCall | undefined;
  #thrown: { readonly reason: unknown } | undefined;
  /** Where values are missing, of a wrong type, or have no field: schemas of others say so again. */
  readonly #misfitPlaces: Set<string>;
  /** How many such values there are. */
  misfits = 0;
  /** Whether some of the value was not looked at. */
  hasEndedEarly = false;
  /** Settled when all asynchronous validators have answered; undefined if none was asked. */
  answered: Promise<void> | undefined;

  constructor(search: Search, misfitPlaces = new Set<string>()) {
    this.#search = search;
    this.#misfitPlaces = misfitPlaces;
  }

  /** For documents of which it is known that nothing is wrong. */
  static readonly none = new IssueList({ start: { kind: 'any' }, checks: 'all' });

  /**
   * Walks a value.
   * @throws what a validator throws. If asynchronous ones were asked before, `answered` is rejected with it when they have answered
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
    // Who leaves before that has an error of its own.
    list.answered?.catch(() => undefined);
    return list;
  }

  get checks(): Checks {
    return this.#search.checks;
  }

  /** Whether nothing is wrong, as far as validators have answered. */
  get isEmpty(): boolean {
    if (!this.#issues.isEmpty || this.#thrown) return false;
    return this.#asked.length === 0 || this.#asked.every(({ issues }) => issues.isEmpty);
  }

  /** Whether what is found from here on is only counted. */
  get isFull(): boolean {
    return this.#issues.isFull;
  }

  /** For the functions that are called. */
  get call(): ValidatorCall {
    const { timeout = new OperationTimeout() } = this.#search;
    return (this.#call ??= Object.freeze({
      get abortSignal() {
        return timeout.abortSignal;
      },
    }));
  }

  /** The issues as they were found. To be asked for when all have answered. */
  get found(): Issues {
    return this.#entries ? this.#together(this.#entries) : this.#issues;
  }

  /** The same by the fields of the document; those of the document itself come last. */
  get issues(): Issues {
    const { found } = this;
    const { start } = this.#search;
    if (start.kind === 'embedded') found.sort(start.schema);
    return found;
  }

  /** Something is wrong with what a place holds. */
  add(place: Place, segment: Segment, code: ValidationIssue['code'], message: string): void {
    this.report(() => segmentsIn(place, segment), code, message);
  }

  /** @param detail what a schema of others says, which is left out where it says again what is known */
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

  /** There are more issues, which nobody has to look at. */
  count(more: number): void {
    this.#issues.count(more);
  }

  /** Waits for the answer of a validator about what stands here. */
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
   * Ends the search, which goes no deeper: values that hold each other have more paths than can be walked.
   * @throws what `find` catches
   */
  refuseDepth(place: Place, segment: Segment): never {
    throw new TooDeep(segmentsIn(place, segment));
  }

  /** @throws what a validator throws, the first one in order, when all have answered; ValidatorTimeoutError */
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
