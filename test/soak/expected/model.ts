import { ObjectId } from 'mongodb';
import type { Db } from 'mongodb';
import { Breach } from '../fault/breach.js';
import { trailLength } from '../documents.js';
import type { Effect } from './records.js';
import { isSame, valuesOfStored } from './values.js';
import type { Values } from './values.js';

type Claimed = Effect & { readonly where: string; readonly isCertain: boolean };

/** Expected database contents: everything committed, and nothing else. Each document's history is checked write by write. */
export class Model {
  readonly #stored = new Map<string, Values>();
  #claimed: Claimed[] = [];
  /** How often something was compared. */
  checks = 0;

  /** Adds a document that was stored before the soak. */
  start(collection: string, values: Values): void {
    this.#stored.set(`${collection} ${values.id}`, values);
  }

  /** @param isCertain false if the write may or may not have been applied, which the versions show */
  claim(where: string, effects: readonly Effect[], isCertain = true): void {
    for (const effect of effects)
      if (effect.kind !== 'none') this.#claimed.push({ ...effect, where, isCertain });
  }

  /** Compares what was committed since the last time with the database, while nobody writes. @throws Breach */
  async settle(db: Db): Promise<void> {
    const found = await this.#read(db);
    const byDocument = new Map<string, Claimed[]>();
    for (const effect of this.#claimed) {
      const key = `${effect.collection} ${effect.values.id}`;
      byDocument.set(key, [...(byDocument.get(key) ?? []), effect]);
    }
    this.#claimed = [];
    for (const [key, effects] of byDocument) this.#follow(key, effects, found.get(key));
    for (const key of new Set([...found.keys(), ...this.#stored.keys()])) {
      this.checks++;
      if (!isSame(found.get(key), this.#stored.get(key)))
        throw new Breach(key, 'the database differs from what was committed', {
          database: found.get(key),
          committed: this.#stored.get(key),
          lastWrites: byDocument.get(key)?.map(({ where, kind, values }) => [where, kind, values.version]),
        });
    }
  }

  /** Deletes notes that nobody will use any more. */
  async forgetNotes(db: Db, kept: ReadonlySet<string>): Promise<void> {
    const keys = [...this.#stored.keys()].filter((key) => key.startsWith('notes '));
    const ids = keys.map((key) => key.slice('notes '.length)).filter((id) => !kept.has(id));
    await db.collection('notes').deleteMany({ _id: { $in: ids.map((id) => new ObjectId(id)) } });
    for (const id of ids) this.#stored.delete(`notes ${id}`);
  }

  async #read(db: Db): Promise<Map<string, Values>> {
    const found = new Map<string, Values>();
    for (const collection of ['accounts', 'notes'])
      for await (const stored of db.collection(collection).find({}, { readConcern: 'majority' })) {
        const values = valuesOfStored(stored);
        found.set(`${collection} ${values.id}`, values);
      }
    return found;
  }

  /** Every version must have been written once, by a write that found what the one before had left. */
  #follow(key: string, effects: readonly Claimed[], found: Values | undefined): void {
    const order = ({ kind, values }: Claimed): number => (kind === 'delete' ? Infinity : values.version);
    const sorted = effects.toSorted((a, b) => order(a) - order(b));
    const certain = new Set(sorted.filter(({ isCertain }) => isCertain).map(order));
    for (const effect of sorted) {
      const isTaken = certain.has(order(effect)) || !isApplied(effect, found);
      if (!effect.isCertain && isTaken) continue;
      this.checks++;
      const before = this.#stored.get(key);
      const wrong = findWrong(effect, before);
      if (wrong)
        throw new Breach(effect.where, `${effect.operation} (${effect.kind} of ${key}): ${wrong}`, {
          before,
          written: effect.values,
          history: sorted.map(({ where, operation, kind, values, isCertain }) =>
            [where, operation, kind, values.version, isCertain ? '' : 'perhaps'].join(' '),
          ),
          database: found,
        });
      if (effect.kind === 'delete') this.#stored.delete(key);
      else this.#stored.set(key, effect.values);
    }
  }
}

function isApplied({ kind, values }: Effect, found: Values | undefined): boolean {
  return kind === 'delete' ? !found : (found?.version ?? 0) >= values.version;
}

function findWrong(
  { kind, values, amount, saves, operation }: Effect,
  before: Values | undefined,
): string | undefined {
  if (kind === 'insert') return before && 'it was stored already';
  if (!before) return 'it was not stored';
  if (kind === 'delete') return undefined;
  if (values.version !== before.version + 1) return 'the version is not the next one';
  if (values.amount !== before.amount + amount) return `the amount did not change by ${amount}`;
  if (values.saves !== before.saves + saves) return `"saves" did not change by ${saves}`;
  const trail = [...before.trail, operation].slice(-trailLength);
  return isSame(values.trail, trail) ? undefined : 'another operation left something in "trail"';
}
