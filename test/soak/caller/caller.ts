import { bind } from './bind.js';
import { change } from '../documents.js';
import type { Counted } from '../documents.js';
import type { Hand } from './hand.js';
import { insist } from './insist.js';
import { assertAsBefore, memoryOf } from '../expected/memory.js';
import type { MemoryState } from '../expected/memory.js';
import { doOutside } from './outside.js';
import { makePlan } from './plan.js';
import type { Plan } from './plan.js';
import { Random } from '../../support/random.js';
import { transact } from './transact.js';
import type { SoakWorld } from '../world.js';

/** Runs one transaction after another, each by a plan that follows from the seed, the caller and the number of the transaction. */
export class Caller {
  #count = 0;

  constructor(
    private readonly world: SoakWorld,
    readonly hand: Hand,
    private readonly seed: number,
    private readonly index: number,
  ) {}

  /** @throws Breach */
  async next(): Promise<void> {
    const number = ++this.#count;
    const key = `${this.index}-${number}`;
    const where = `caller ${this.index}, transaction ${number}`;
    const plan = makePlan(new Random(`${this.seed} ${key}`));
    if (plan.isTransaction) await this.#transact(key, where, plan);
    else await doOutside(this.world, this.hand, key, where, plan);
  }

  async #transact(key: string, where: string, plan: Plan): Promise<void> {
    const { world, hand } = this;
    const { account } = hand;
    const bindings = await bind(world, hand, key, plan.steps);
    const isChangedBefore = plan.changedBefore !== undefined;
    const changedBefore = isChangedBefore
      ? { operation: `${key}/before`, amount: plan.changedBefore }
      : undefined;
    if (changedBefore) change(account, changedBefore.operation, changedBefore.amount);
    const held = this.#remember([account, ...bindings.notes.values(), ...bindings.accounts.values()]);
    const { outcome, isCommitted, record } = await transact({
      ...{ world, hand, key, where, bindings, changedBefore },
      ...{ steps: plan.steps, isMarkedFirst: plan.isMarkedFirst },
      options: {
        timeout: plan.timeout,
        documents: [...bindings.named, ...(isChangedBefore ? [] : [account])],
      },
    });
    if (outcome !== 'committed') this.#assertAsBefore(where, held);
    if (isCommitted) hand.release(bindings);
    // After an unknown outcome documents in memory are as before, whatever is stored.
    if (outcome === 'committed') {
      hand.keep(record.last?.effects ?? []);
      hand.keepEdited(record.last?.effects ?? []);
    }
    if (isChangedBefore || outcome !== 'committed') await insist(() => world.accounts.reload(account));
  }

  #remember(documents: readonly Counted[]): Map<Counted, MemoryState> {
    return new Map(documents.map((each) => [each, memoryOf(this.#repositoryOf(each), each)]));
  }

  #assertAsBefore(where: string, held: ReadonlyMap<Counted, MemoryState>): void {
    for (const [document, before] of held) {
      this.world.tally.checks++;
      assertAsBefore(where, this.#repositoryOf(document), document, before);
    }
  }

  #repositoryOf(document: Counted): never {
    return ('batch' in document ? this.world.notes : this.world.accounts) as never;
  }
}
