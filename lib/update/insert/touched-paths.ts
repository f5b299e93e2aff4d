import { isPlainObject } from '../../value/plain-object.js';
import { setNode } from '../field/set.js';
import { OperatorCall } from '../update-operator.js';
import type { ClosedUpdate } from '../update-draft.js';

/** The operators that leave a value where there was none. */
const providing: readonly string[] = Object.freeze([
  ...['$set', '$setOnInsert', '$min', '$max', '$currentDate'],
  ...['$inc', '$mul', '$bit', '$push', '$addToSet'],
]);

/** The paths that an update changes, by field name, and whether a document that it inserts has a value there afterwards. */
export class TouchedPaths {
  readonly #provided = new Map<string, boolean>();
  /** The paths of lists in which it changes elements that meet a condition. */
  readonly ofElements: readonly string[];

  /** @param ignoreUndefined whether paths whose value is undefined are left out */
  constructor({ changes, own, raw }: ClosedUpdate, ignoreUndefined: boolean) {
    const ofElements: string[] = [];
    for (const [path, change] of [...changes, ...own]) {
      if (change === undefined && ignoreUndefined) continue;
      const { node, operand } = OperatorCall.isOperatorCall(change)
        ? OperatorCall.read(change)
        : { node: setNode, operand: change };
      const isOfElements = 'isOfElements' in node;
      if (isOfElements) ofElements.push(path);
      this.#add(path, isOfElements ? undefined : node.key, operand);
    }
    for (const [key, paths] of Object.entries(isPlainObject(raw) ? raw : {}))
      for (const [path, operand] of Object.entries(isPlainObject(paths) ? paths : {}))
        this.#add(path, key, operand);
    this.ofElements = ofElements;
  }

  #add(path: string, key: string | undefined, operand: unknown): void {
    this.#provided.set(path, key !== undefined && providing.includes(key));
    if (key === '$rename' && typeof operand === 'string') this.#provided.set(operand, false);
  }

  /** Adds a path that has a value by the filter. */
  addGiven(path: string): void {
    if (!this.#provided.has(path)) this.#provided.set(path, true);
  }

  get all(): readonly string[] {
    return [...this.#provided.keys()];
  }

  /** Whether it changes the value at a path, and leaves one there; undefined if it does not change it. */
  at(path: string): boolean | undefined {
    return this.#provided.get(path);
  }

  /** Whether it changes something inside the value at a path. */
  isInside(path: string): boolean {
    return this.all.some((each) => each.startsWith(`${path}.`));
  }

  /** Whether it changes the value at a path, or something above or inside it. */
  concerns(path: string): boolean {
    return this.all.some((each) => each === path || path.startsWith(`${each}.`)) || this.isInside(path);
  }
}
