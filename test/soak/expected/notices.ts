import type { SignalPhase } from 'nestjs-documents';
import type { Values } from './values.js';

/** A call of a listener after an operation or a transaction. */
export interface Notice {
  readonly phase: SignalPhase;
  readonly signal: string;
  /** Undefined for a transaction as a whole. */
  readonly operation: string | undefined;
  readonly attempt: number | undefined;
  readonly transactionId: string | undefined;
  readonly documents: readonly Values[];
  /** The number of changes; undefined for signals without a change set. */
  readonly changeCount: number | undefined;
}

/** Operations that were not awaited may be refused, and announced as not applied, after the end of their transaction. */
function isNoRefusal({ phase, operation }: Notice): boolean {
  return phase !== 'notApplied' || operation === undefined;
}

/** Calls of listeners that nobody has compared yet. */
export class Notices {
  readonly #untaken = new Map<string, Notice[]>();
  /** Operations whose listener failed after the transaction, and those of which that was reported, as often as it was. */
  readonly failed: string[] = [];
  readonly reported: string[] = [];
  /** Errors of listeners by what they did: to show that there were some. */
  readonly listenerErrors = { veto: 0, post: 0, after: 0 };

  add(key: string, notice: Notice): void {
    const known = this.#untaken.get(key);
    if (known) known.push(notice);
    else this.#untaken.set(key, [notice]);
  }

  take(key: string): readonly Notice[] {
    const taken = this.#untaken.get(key) ?? [];
    this.#untaken.delete(key);
    return taken;
  }

  /** Returns the notices that nobody has claimed: they came too late, or belong to nothing. */
  takeRest(): readonly (readonly [string, readonly Notice[]])[] {
    const rest = [...this.#untaken].map(([key, notices]) => [key, notices.filter(isNoRefusal)] as const);
    this.#untaken.clear();
    return rest.filter(([, notices]) => notices.length > 0);
  }
}
