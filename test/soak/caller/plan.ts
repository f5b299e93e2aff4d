import type { Random } from '../../support/random.js';

/** How a listener makes an operation fail. `after`: in a phase after the transaction. */
export type Flaw = 'veto' | 'post' | 'after';

/** How an operation goes on: listeners take so many turns of the event loop. */
export interface Manner {
  readonly flaw: Flaw | undefined;
  readonly turns: number;
}

export type Step =
  | { readonly kind: 'change'; readonly shared: number; readonly amount: number; readonly manner: Manner }
  | { readonly kind: 'transfer'; readonly from: number; readonly to: number; readonly amount: number }
  | { readonly kind: 'sum' }
  | { readonly kind: 'own'; readonly amount: number; readonly manner: Manner }
  | { readonly kind: 'stale'; readonly shared: number; readonly amount: number }
  | { readonly kind: 'insert'; readonly isMadeBefore: boolean; readonly manner: Manner }
  | { readonly kind: 'insertMany'; readonly count: number; readonly manner: Manner }
  | { readonly kind: 'edit'; readonly amount: number; readonly manner: Manner }
  | { readonly kind: 'delete'; readonly manner: Manner }
  | { readonly kind: 'deleteMany' }
  | { readonly kind: 'parallel'; readonly steps: readonly Step[] }
  | { readonly kind: 'forget'; readonly step: Step }
  | { readonly kind: 'join'; readonly steps: readonly Step[]; readonly fails: boolean }
  | { readonly kind: 'new'; readonly steps: readonly Step[]; readonly fails: boolean }
  | { readonly kind: 'never' }
  | { readonly kind: 'throw' };

/** One transaction, or operations that belong to none. */
export interface Plan {
  readonly isTransaction: boolean;
  readonly steps: readonly Step[];
  /** Milliseconds. */
  readonly timeout: number;
  /** Changed before the transaction by so much, and saved in it as it is; undefined if the work changes it. */
  readonly changedBefore: number | undefined;
  /** Whether the note that marks the commit is written first or last. */
  readonly isMarkedFirst: boolean;
}

/** Accounts that many callers change; the first ones only by transfers, so that their sum stays. */
export const bankAccounts = 4;
/** Those that transactions in transactions change, which must not wait for the outer one. */
export const innerAccounts = 2;
export const sharedAccounts = 4 + bankAccounts + innerAccounts;

const commonAccount = (random: Random): number =>
  bankAccounts + random.below(sharedAccounts - bankAccounts - innerAccounts);
const innerAccount = (random: Random): number => sharedAccounts - 1 - random.below(innerAccounts);
const amount = (random: Random): number => 1 + random.below(9);

export function makePlan(random: Random): Plan {
  const isTransaction = random.chance(0.8);
  const steps = Array.from({ length: 1 + random.below(isTransaction ? 5 : 2) }, () =>
    isTransaction ? anyStep(random, 0) : singleStep(random),
  );
  if (isTransaction && random.chance(0.07)) steps.push({ kind: 'throw' });
  return {
    isTransaction,
    steps,
    timeout: random.weighted([
      [6, 8000],
      [2, 600],
      [1, 100],
    ]),
    changedBefore: isTransaction && random.chance(0.2) ? amount(random) : undefined,
    isMarkedFirst: random.chance(0.5),
  };
}

function manner(random: Random): Manner {
  return {
    flaw: random.weighted<Flaw | undefined>([
      [40, undefined],
      [2, 'veto'],
      [2, 'post'],
      [3, 'after'],
    ]),
    turns: random.weighted([
      [6, 0],
      [3, 1 + random.below(4)],
      [1, 20],
    ]),
  };
}

/** One operation. */
function singleStep(random: Random): Step {
  return random.weighted<() => Step>([
    [6, () => noteStep(random)],
    [3, () => ({ kind: 'own', amount: amount(random), manner: manner(random) })],
    [1, () => ({ kind: 'stale', shared: commonAccount(random), amount: amount(random) })],
  ])();
}

/** One operation on a document that no other step of the plan is about: it may be done beside others. */
function noteStep(random: Random): Step {
  return random.weighted<() => Step>([
    [2, () => ({ kind: 'insert', isMadeBefore: random.chance(0.5), manner: manner(random) })],
    [1, () => ({ kind: 'insertMany', count: 1 + random.below(4), manner: manner(random) })],
    [2, () => ({ kind: 'edit', amount: amount(random), manner: manner(random) })],
    [1, () => ({ kind: 'delete', manner: manner(random) })],
    [1, () => ({ kind: 'deleteMany' })],
  ])();
}

function anyStep(random: Random, depth: number): Step {
  const steps = (one: () => Step): Step[] => Array.from({ length: 1 + random.below(3) }, one);
  const fails = random.chance(0.3);
  return random.weighted<() => Step>([
    [8, () => singleStep(random)],
    [
      3,
      () => ({
        kind: 'change',
        shared: commonAccount(random),
        amount: amount(random),
        manner: manner(random),
      }),
    ],
    [3, () => transfer(random)],
    [1, () => ({ kind: 'sum' })],
    [2, () => ({ kind: 'parallel', steps: steps(() => noteStep(random)) })],
    [1, () => ({ kind: 'forget', step: noteStep(random) })],
    [
      depth < 2 ? 1 : 0,
      () => ({ kind: 'join', fails: fails, steps: steps(() => anyStep(random, depth + 1)) }),
    ],
    [depth < 1 ? 1 : 0, () => ({ kind: 'new', fails, steps: steps(() => innerStep(random)) })],
    [0.5, () => ({ kind: 'never' })],
  ])();
}

/** Plans a transaction inside another one, with documents of its own. */
function innerStep(random: Random): Step {
  return random.weighted<() => Step>([
    [2, () => ({ kind: 'insert', isMadeBefore: false, manner: manner(random) })],
    [1, () => ({ kind: 'insertMany', count: 1 + random.below(3), manner: manner(random) })],
    [
      2,
      () => ({
        kind: 'change',
        shared: innerAccount(random),
        amount: amount(random),
        manner: manner(random),
      }),
    ],
  ])();
}

function transfer(random: Random): Step {
  const from = random.below(bankAccounts);
  const to = (from + 1 + random.below(bankAccounts - 1)) % bankAccounts;
  return { kind: 'transfer', from, to, amount: amount(random) };
}
