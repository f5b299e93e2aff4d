import type { DocumentSchema } from '../schema/document-schema.js';
import { pathIn } from './place.js';
import type { Place } from './place.js';
import { depthLimit } from './scalar-checks.js';
import { isMisfit, newIssue } from './validation-issue.js';
import type { ValidationIssue } from './validation-issue.js';

/** What was found, or a promise of it if a validator is asynchronous. */
export type Found = ValidationIssue[] | Promise<ValidationIssue[]>;

class TooDeep extends Error {
  constructor(readonly path: string) {
    super('too deep');
  }
}

/** The issues of one document, in the order in which they are found; those of asynchronous validators are waited for in their places. */
export class IssueList {
  #entries: (ValidationIssue | Promise<readonly ValidationIssue[]>)[] = [];
  #isWaiting = false;
  #thrown: { readonly reason: unknown } | undefined;
  /** How many values are missing, of a wrong type, or have no field. */
  misfits = 0;

  /** @param checks whether constraints and validators count, or only whether values fit their types */
  constructor(readonly checks: 'all' | 'types' = 'all') {}

  /** Whether nothing was found, nor is waited for. */
  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Something is wrong with what a place holds. */
  add(place: Place, segment: string | number, code: ValidationIssue['code'], message: string): void {
    this.push(newIssue(pathIn(place, segment), code, message));
  }

  push(...issues: readonly ValidationIssue[]): void {
    for (const issue of issues) {
      if (isMisfit(issue)) this.misfits++;
      this.#entries.push(issue);
    }
  }

  wait(issues: Promise<readonly ValidationIssue[]>): void {
    this.#isWaiting = true;
    this.#entries.push(issues);
  }

  /**
   * Ends the search, which goes no deeper: values that hold each other have more paths than can be walked.
   * @throws what `collect` catches
   */
  refuseDepth(place: Place, segment: string | number): never {
    throw new TooDeep(pathIn(place, segment));
  }

  /** Walks a document. @throws what a validator throws, once all asynchronous ones have ended */
  static collect(walk: (list: IssueList) => void, list: IssueList = new IssueList()): Found {
    try {
      walk(list);
    } catch (error) {
      if (error instanceof TooDeep)
        list.push(newIssue(error.path, 'type', `is nested deeper than ${depthLimit} levels`));
      else if (list.#isWaiting) list.#thrown = { reason: error };
      else throw error;
    }
    return list.#isWaiting ? list.#whenEnded() : withoutEchoes(list.#entries as ValidationIssue[]);
  }

  async #whenEnded(): Promise<ValidationIssue[]> {
    const results = await Promise.allSettled(this.#entries.map(async (entry) => entry));
    const failed = results.find((result) => result.status === 'rejected') ?? this.#thrown;
    if (failed) throw failed.reason;
    return withoutEchoes(
      results.flatMap((result) => (result as PromiseFulfilledResult<ValidationIssue>).value),
    );
  }
}

/** Schemas of others say again what is missing or of a wrong type. */
function withoutEchoes(issues: ValidationIssue[]): ValidationIssue[] {
  if (!issues.some(({ detail }) => detail !== undefined)) return issues;
  const misfits = new Set(issues.filter(isMisfit).map(({ path }) => path));
  return issues.filter(({ path, detail }) => detail === undefined || !misfits.has(path));
}

/** Sorts issues by the fields of the document; those of the document itself come last. */
export function inFieldOrder(schema: DocumentSchema, issues: readonly ValidationIssue[]): ValidationIssue[] {
  const positions = new Map(schema.fields.map(({ name }, position) => [name, position]));
  const positionOf = ({ path }: ValidationIssue): number =>
    positions.get(path.split('.', 1)[0] as string) ?? positions.size;
  return [...issues].sort((one, other) => positionOf(one) - positionOf(other));
}
