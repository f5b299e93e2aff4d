import type { ShownParts } from '../codec/shown-parts.js';

/** Paths that are selected, or omitted, as a tree of names. A path inside another one adds nothing: the wider one counts. */
export class SelectedPaths implements ShownParts {
  /** By name the paths below it; for the end of a path its stored keys. */
  readonly #below = new Map<string, SelectedPaths | string>();

  constructor(private readonly how: 'selected' | 'omitted') {}

  /** @param keyPath the path in stored keys */
  add([name, ...rest]: readonly string[], keyPath: string): void {
    if (name === undefined) return;
    const known = this.#below.get(name);
    if (typeof known === 'string') return;
    if (rest.length === 0) {
      this.#below.set(name, keyPath);
      return;
    }
    const below = known ?? new SelectedPaths(this.how);
    this.#below.set(name, below);
    below.add(rest, keyPath);
  }

  shows(name: string): boolean | SelectedPaths {
    const below = this.#below.get(name);
    if (typeof below === 'object') return below;
    return (below === undefined) === (this.how === 'omitted');
  }

  get names(): string[] {
    return [...this.#below.keys()];
  }

  /** Whether it has a path inside a field. */
  get isDeep(): boolean {
    return [...this.#below.values()].some((below) => typeof below === 'object');
  }

  /** The paths in stored keys. */
  get keyPaths(): string[] {
    return [...this.#below.values()].flatMap((below) => (typeof below === 'string' ? below : below.keyPaths));
  }
}
