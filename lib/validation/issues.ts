import type { DocumentSchema } from '../schema/document-schema.js';
import type { ValidationIssue } from './validation-issue.js';

/** The number of issues that are listed; further ones are only counted. */
export const listedAtMost = 100;

/** Issues of documents: the first ones, and the number of all. */
export class Issues {
  readonly listed: ValidationIssue[] = [];
  #total = 0;

  get total(): number {
    return this.#total;
  }

  get isEmpty(): boolean {
    return this.#total === 0;
  }

  /** Whether further issues are only counted. */
  get isFull(): boolean {
    return this.listed.length >= listedAtMost;
  }

  add(issue: ValidationIssue): void {
    this.#total++;
    if (!this.isFull) this.listed.push(issue);
  }

  /** Counts issues that need not be listed. */
  count(more: number): void {
    this.#total += more;
  }

  /** @param place makes of an issue of theirs one that stands here */
  addAll(others: Issues, place: (issue: ValidationIssue) => ValidationIssue = (issue) => issue): void {
    for (const issue of others.listed) this.add(place(issue));
    this.count(others.total - others.listed.length);
  }

  /** Sorts in the order of the fields; issues of the document itself come last. */
  sort({ fields }: DocumentSchema): void {
    if (this.listed.length < 2) return;
    const positions = new Map<unknown, number>(fields.map(({ name }, position) => [name, position]));
    const positionOf = ({ segments = [] }: ValidationIssue): number =>
      positions.get(segments[0]) ?? positions.size;
    this.listed.sort((one, other) => positionOf(one) - positionOf(other));
  }
}
