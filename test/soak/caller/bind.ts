import type { Account, Note } from '../documents.js';
import type { Hand } from './hand.js';
import { insist } from './insist.js';
import type { Step } from './plan.js';
import type { SoakWorld } from '../world.js';

/** The documents that the steps of a plan are about, where they are made or loaded before. */
export class Bindings {
  readonly notes = new Map<Step, Note>();
  readonly batches = new Map<Step, string>();
  readonly accounts = new Map<Step, Account>();

  /** Documents that the work changes relative to their values. */
  readonly named: (Note | Account)[] = [];
}

/** Each step has documents of its own, so that steps can be done at the same time. */
export async function bind(
  world: SoakWorld,
  hand: Hand,
  key: string,
  steps: readonly Step[],
): Promise<Bindings> {
  const bindings = new Bindings();
  const free = [...hand.notes];
  const batches = [...hand.batches.keys()];
  const visit = async (step: Step): Promise<void> => {
    if (step.kind === 'parallel' || step.kind === 'join') for (const each of step.steps) await visit(each);
    if (step.kind === 'forget') await visit(step.step);
    if (step.kind === 'insert' && step.isMadeBefore)
      bindings.notes.set(step, world.notes.build({ owner: key }));
    if (step.kind === 'edit' || step.kind === 'delete') {
      const note = free.pop();
      if (!note) return;
      bindings.notes.set(step, note);
      if (step.kind === 'edit') bindings.named.push(note);
    }
    if (step.kind === 'deleteMany') {
      const batch = batches.pop();
      if (batch) bindings.batches.set(step, batch);
    }
    if (step.kind === 'stale') {
      const account = await insist(() => world.accounts.getById(world.shared[step.shared]!));
      bindings.accounts.set(step, account);
      bindings.named.push(account);
    }
  };
  for (const step of steps) await visit(step);
  return bindings;
}
