import type { Bindings } from './bind.js';
import type { Account, Note } from '../documents.js';
import type { Effect } from '../expected/records.js';
import type { Values } from '../expected/values.js';

/** The documents that a caller keeps between its transactions; nobody else writes them. */
export class Hand {
  readonly notes: Note[] = [];
  /** Notes that were inserted together, by batch. */
  readonly batches = new Map<string, readonly Values[]>();

  constructor(public account: Account) {}

  /** Takes over what was committed. */
  keep(effects: readonly Effect[]): void {
    const deleted = new Set(effects.filter(({ kind }) => kind === 'delete').map(({ values }) => values.id));
    for (const { collection, kind, document, values } of effects) {
      if (collection !== 'notes' || kind !== 'insert' || deleted.has(values.id)) continue;
      const batch = values['batch'] as string;
      if (batch === '') this.notes.push(document as Note);
      else if (batch !== 'marker') this.batches.set(batch, [...(this.batches.get(batch) ?? []), values]);
    }
  }

  /** Drops the documents that a plan was about. */
  release({ notes, batches }: Bindings): void {
    const gone = new Set(notes.values());
    this.notes.splice(0, this.notes.length, ...this.notes.filter((note) => !gone.has(note)));
    for (const batch of batches.values()) this.batches.delete(batch);
  }

  /** Takes back what was committed and changed. */
  keepEdited(effects: readonly Effect[]): void {
    for (const { collection, kind, document } of effects)
      if (collection === 'notes' && kind === 'update') this.notes.push(document as Note);
  }

  /** Forgets all but a few, and returns the notes that it still knows. */
  trim(): string[] {
    this.notes.splice(0, this.notes.length - 6);
    for (const batch of [...this.batches.keys()].slice(0, -3)) this.batches.delete(batch);
    return [
      ...this.notes.map(({ id }) => id.toHexString()),
      ...[...this.batches.values()].flat().map(({ id }) => id),
    ];
  }
}
