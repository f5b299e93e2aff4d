import type { RequestIssue, RequestIssueCode } from './request-errors.js';

/** The number of issues that are listed. */
const listedAtMost = 100;

/** Collects the issues of a request, each once. */
export class RequestIssues {
  readonly #byKey = new Map<string, RequestIssue>();

  get listed(): readonly RequestIssue[] {
    return [...this.#byKey.values()];
  }

  add(path: string, code: RequestIssueCode, message: string): void {
    const key = `${path} ${code}`;
    if (this.#byKey.size < listedAtMost && !this.#byKey.has(key))
      this.#byKey.set(key, Object.freeze({ path, code, message }));
  }

  /** Adds an issue in place of a value. */
  reject<V>(path: string, code: RequestIssueCode, message: string): V | undefined {
    this.add(path, code, message);
    return undefined;
  }
}
