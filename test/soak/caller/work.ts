import { PostSignalError, TransactionNotAllowedError, TransactionOverError } from 'nestjs-documents';
import type { Bindings } from './bind.js';
import { Breach } from '../fault/breach.js';
import { change } from '../documents.js';
import type { Account, Counted, Note } from '../documents.js';
import type { Hand } from './hand.js';
import type { Flaw, Manner, Step } from './plan.js';
import { PlannedError } from '../expected/records.js';
import type { Attempt, Done, Effect } from '../expected/records.js';
import type { SoakContext } from '../soak-listener.js';
import { valuesOf } from '../expected/values.js';
import type { Values } from '../expected/values.js';
import { bankTotal } from '../world.js';
import type { SoakWorld } from '../world.js';

const plain: Manner = { flaw: undefined, turns: 0 };

/** Tells the group of the next operation. */
type Order = () => number | undefined;

/** Does the steps of a plan in one attempt, and writes down what they have done. */
export class Work {
  #operations = 0;
  #isAccountChanged = false;

  constructor(
    private readonly world: SoakWorld,
    private readonly hand: Hand,
    private readonly key: string,
    private readonly attempt: Attempt,
    private readonly bindings: Bindings,
    private readonly changedBefore: { readonly operation: string; readonly amount: number } | undefined,
    /** Runs a transaction in this one, of its own. */
    private readonly begin: (key: string, steps: readonly Step[]) => Promise<void>,
  ) {}

  async run(steps: readonly Step[], order: Order = () => ++this.attempt.group): Promise<void> {
    for (const step of steps) await this.#do(step, order);
  }

  /** Inserts the note that shows whether the attempt was committed. */
  mark(): Promise<void> {
    return this.#insert(plain, () => ++this.attempt.group, undefined, 'marker');
  }

  async #do(step: Step, order: Order): Promise<void> {
    const { accounts } = this.world;
    switch (step.kind) {
      case 'change':
        return this.#change(await this.#load(step.shared), step.amount, step.manner, order);
      case 'transfer': {
        const [from, to] = [await this.#load(step.from), await this.#load(step.to)];
        await this.#change(from, -step.amount, plain, order);
        return this.#change(to, step.amount, plain, order);
      }
      case 'sum': {
        const bank = await accounts.find({ owner: 'bank' }).toArray();
        const sum = bank.reduce((total, each) => total + each.amount, 0);
        if (sum === bankTotal) return;
        throw new Breach(this.key, 'a transaction sees half of a transfer', bank.map(valuesOf));
      }
      case 'own':
        return this.#own(step.amount, step.manner, order);
      case 'stale':
        this.attempt.mayBeStale = true;
        return this.#change(this.bindings.accounts.get(step)!, step.amount, plain, order);
      case 'insert':
        return this.#insert(step.manner, order, this.bindings.notes.get(step));
      case 'insertMany':
        return this.#insertMany(step.count, step.manner, order);
      case 'edit': {
        const note = this.bindings.notes.get(step);
        return note && this.#change(note, step.amount, step.manner, order, 'notes');
      }
      case 'delete': {
        const note = this.bindings.notes.get(step);
        return note && this.#delete(note, step.manner, order);
      }
      case 'deleteMany': {
        const batch = this.bindings.batches.get(step);
        return batch === undefined ? undefined : this.#deleteMany(batch, order);
      }
      case 'parallel': {
        const group = ++this.attempt.group;
        await Promise.all(step.steps.map((each) => this.#do(each, () => group)));
        return;
      }
      case 'forget': {
        const forgotten = this.#do(step.step, () => undefined);
        this.attempt.forgotten.push(forgotten.catch(() => undefined));
        return;
      }
      case 'join':
        return this.#join(step.steps, step.fails, order);
      case 'new':
        return this.begin(
          this.#nextOperation(),
          step.fails ? [...step.steps, { kind: 'throw' }] : step.steps,
        );
      case 'never': {
        const refused = this.world.transactions.run(() => undefined, { propagation: 'never' });
        return refused.then(
          () => {
            throw new Breach(this.key, '"never" was not refused in a transaction');
          },
          (error: unknown) => {
            if (!(error instanceof TransactionNotAllowedError)) throw error;
          },
        );
      }
      case 'throw':
        throw new PlannedError('the work');
    }
  }

  async #load(index: number): Promise<Account> {
    const hasWritten = this.attempt.done.length > 0;
    const account = await this.world.accounts.getById(this.world.shared[index]!);
    if (hasWritten) this.attempt.loadedLate.push(account);
    return account;
  }

  async #own(amount: number, manner: Manner, order: Order): Promise<void> {
    const { account } = this.hand;
    if (!this.changedBefore) return this.#change(account, amount, manner, order, 'accounts', true);
    if (this.#isAccountChanged)
      return this.#save(account, manner, order, { kind: 'none', amount: 0 }, 'accounts', true);
    this.#isAccountChanged = true;
    const { operation, amount: before } = this.changedBefore;
    await this.#save(account, manner, order, { kind: 'update', amount: before, operation }, 'accounts', true);
  }

  async #change(
    document: Counted,
    amount: number,
    manner: Manner,
    order: Order,
    collection: 'accounts' | 'notes' = 'accounts',
    mustLeave = collection === 'notes',
  ): Promise<void> {
    const operation = this.#nextOperation();
    change(document, operation, amount);
    await this.#save(document, manner, order, { kind: 'update', amount, operation }, collection, mustLeave);
  }

  async #insert(manner: Manner, order: Order, made?: Note, batch = ''): Promise<void> {
    const note = made ?? this.world.notes.build({ owner: this.key, batch });
    await this.#save(note, manner, order, { kind: 'insert', amount: 0 }, 'notes', false);
  }

  /** @param mustLeave whether a veto leaves the document with a change that a later save would write */
  async #save(
    document: Counted,
    manner: Manner,
    order: Order,
    {
      kind,
      amount,
      operation = this.#nextOperation(),
    }: { readonly kind: Effect['kind']; readonly amount: number; readonly operation?: string },
    collection: 'accounts' | 'notes',
    mustLeave: boolean,
  ): Promise<void> {
    const isChanged = kind !== 'none';
    const context = this.#context(operation, manner, isChanged);
    const repository = this.world[collection] as unknown as SoakWorld['accounts'];
    const effects = (): Effect[] => [
      {
        ...{ collection, kind, document, values: valuesOf(document) },
        amount,
        saves: isChanged ? 1 : 0,
        operation,
      },
    ];
    const save = () => repository.save(document, { context });
    await this.#operate({ operation, signal: 'postSave', group: order() }, manner, save, effects, mustLeave);
  }

  async #insertMany(count: number, manner: Manner, order: Order): Promise<void> {
    const operation = this.#nextOperation();
    const values = { owner: this.key, batch: operation };
    const notes: Note[] = [];
    for (let left = count; left > 0; left--) notes.push(this.world.notes.build(values));
    const effects = (): Effect[] =>
      notes.map((document) => ({
        ...{ collection: 'notes', kind: 'insert', document, values: valuesOf(document) },
        ...{ amount: 0, saves: 0, operation },
      }));
    const insert = () =>
      this.world.notes.insertMany(notes, { context: this.#context(operation, manner, false) });
    await this.#operate(
      { operation, signal: 'postBulkInsert', group: order() },
      manner,
      insert,
      effects,
      false,
    );
  }

  async #delete(note: Note, manner: Manner, order: Order): Promise<void> {
    const operation = this.#nextOperation();
    const values = valuesOf(note);
    const remove = async () => {
      if (!(await this.world.notes.delete(note, { context: this.#context(operation, manner, false) })))
        throw new Breach(this.key, 'a note that only this caller deletes was gone', values);
    };
    const effects = (): Effect[] => [deleted(note, values, operation)];
    await this.#operate({ operation, signal: 'postDelete', group: order() }, manner, remove, effects, false);
  }

  async #deleteMany(batch: string, order: Order): Promise<void> {
    const operation = this.#nextOperation();
    const values = this.hand.batches.get(batch) ?? [];
    const remove = async () => {
      const count = await this.world.notes.deleteMany(
        { batch },
        { context: this.#context(operation, plain, false) },
      );
      if (count !== values.length)
        throw new Breach(this.key, `deleteMany deleted ${count} of ${values.length} notes`, values);
    };
    const effects = (): Effect[] => values.map((each) => deleted(undefined, each, operation));
    await this.#operate({ operation, signal: 'postDelete', group: order() }, plain, remove, effects, false);
  }

  async #join(steps: readonly Step[], fails: boolean, order: Order): Promise<void> {
    try {
      await this.world.transactions.run(async () => {
        await this.run(steps, order);
        if (fails) throw new PlannedError('a part of the work');
      });
    } catch (error) {
      if (!(error instanceof PlannedError)) throw error;
      this.attempt.mustFail = true;
    }
  }

  /** Writes down what was done, and catches some of the errors that listeners were to throw. */
  async #operate(
    done: Omit<Done, 'effects'>,
    { flaw, turns }: Manner,
    call: () => Promise<unknown>,
    effects: () => Effect[],
    mustLeave: boolean,
  ): Promise<void> {
    if (done.group === undefined) this.attempt.unordered.add(done.operation);
    try {
      await call();
    } catch (error) {
      if (error instanceof PostSignalError) {
        this.attempt.done.push({ ...done, effects: effects() });
        if (this.attempt.number !== undefined) this.attempt.mustFail = true;
      }
      // It deletes one after another.
      else if (this.attempt.number !== undefined && done.signal === 'postDelete' && !isUndone(error, flaw))
        this.attempt.done.push({ ...done, effects: effects(), isPartial: true });
      else if (this.attempt.number === undefined && !(isRefused(error) && isWhole(done, error, flaw)))
        this.attempt.uncertain.push(
          ...effects()
            .filter(({ values }) => values.id)
            .map(perhaps),
        );
      if (mustLeave || turns > 0 || !isPlanned(error, flaw)) throw error;
      return;
    }
    this.attempt.done.push({ ...done, effects: effects() });
  }

  #context(
    operation: string,
    manner: Manner,
    isChanged: boolean,
  ): { readonly [K in keyof SoakContext]: SoakContext[K] } {
    return { key: this.key, operation, isChanged, ...manner };
  }

  #nextOperation(): string {
    return `${this.key}/${this.attempt.number ?? 0}.${++this.#operations}`;
  }
}

function deleted(document: object | undefined, values: Values, operation: string): Effect {
  return { collection: 'notes', kind: 'delete', document, values, amount: 0, saves: 0, operation };
}

function isPlanned(error: unknown, flaw: Flaw | undefined): boolean {
  return (
    (flaw === 'veto' && error instanceof PlannedError) ||
    (flaw === 'post' && error instanceof PostSignalError)
  );
}

/** Whether it was refused before anything was sent. */
function isUndone(error: unknown, flaw: Flaw | undefined): boolean {
  return isPlanned(error, flaw) || error instanceof TransactionOverError;
}

/** Tells whether an operation was completed. If one of several deletes is refused, the earlier ones are still done. */
function isWhole({ signal }: Omit<Done, 'effects'>, error: unknown, flaw: Flaw | undefined): boolean {
  return signal !== 'postDelete' || isPlanned(error, flaw);
}

/** Whether nothing was written. */
function isRefused(error: unknown): boolean {
  return error instanceof PlannedError || (error as { readonly outcome?: unknown }).outcome === 'notApplied';
}

/** The effect that a failed write might have had: the version of the document in memory is as before. */
function perhaps(effect: Effect): Effect {
  if (effect.kind === 'delete') return effect;
  return {
    ...effect,
    values: { ...effect.values, version: ((effect.values.version as number | undefined) ?? 0) + 1 },
  };
}
