import { setTimeout as delay } from 'node:timers/promises';
import { Breach } from './fault/breach.js';
import { breaks } from './fault/breaks.js';
import type { Break } from './fault/breaks.js';
import { Caller } from './caller/caller.js';
import { injectFaults } from './fault/faults.js';
import { Hand } from './caller/hand.js';
import type { Notices } from './expected/notices.js';
import { Random } from '../support/random.js';
import { openSoakWorld } from './world.js';
import type { SoakWorld, Tally } from './world.js';

export interface SoakOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly callers: number;
  /** Default nothing is broken. */
  readonly break?: Break | undefined;
  readonly hasFaults: boolean;
}

/** Milliseconds from one comparison with the database to the next. */
const roundTime = 5000;

/** Runs callers and faults until the time is over. @throws Breach */
export async function soak(
  options: SoakOptions,
  print: (line: string) => void,
): Promise<{ readonly tally: Tally; readonly notices: Notices }> {
  const world = await openSoakWorld();
  const undo = options.break && breaks[options.break]();
  try {
    const callers: Caller[] = [];
    for (let index = 1; index <= options.callers; index++)
      callers.push(
        new Caller(world, new Hand(await world.newAccount(`caller ${index}`)), options.seed, index),
      );
    const end = performance.now() + options.minutes * 60_000;
    for (let round = 1; performance.now() < end; round++) {
      await runRound(world, callers, options, round, Math.min(performance.now() + roundTime, end));
      await checkRound(world, callers);
      const { committed, rolledBack, unknown } = world.tally;
      print(`round ${round}: ${committed} committed, ${rolledBack} rolled back, ${unknown} unknown`);
    }
    return world;
  } finally {
    undo?.();
    await world.close();
  }
}

/** The first breach ends it, when all callers have ended the transaction that they are in. */
async function runRound(
  world: SoakWorld,
  callers: readonly Caller[],
  { seed, hasFaults }: SoakOptions,
  round: number,
  end: number,
): Promise<void> {
  const stop = new AbortController();
  const random = new Random(`${seed} faults ${round}`);
  const faults = hasFaults
    ? injectFaults(random, world.appName, stop.signal, world.tally.faults)
    : Promise.resolve();
  let isOver = false;
  const run = async (caller: Caller): Promise<void> => {
    try {
      while (!isOver && performance.now() < end) await caller.next();
    } catch (error) {
      isOver = true;
      throw error;
    }
  };
  const results = await Promise.allSettled(callers.map(run));
  stop.abort();
  await faults;
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** While nobody writes. */
async function checkRound(
  { model, db, notices, tally }: SoakWorld,
  callers: readonly Caller[],
): Promise<void> {
  await model.settle(db);
  tally.checks += model.checks;
  model.checks = 0;
  const [rest] = notices.takeRest();
  if (rest)
    throw new Breach(`transaction ${rest[0]}`, 'listeners were told too late, or of nothing', rest[1]);
  await assertReported(notices);
  await model.forgetNotes(db, new Set(callers.flatMap(({ hand }) => hand.trim())));
}

/** Errors of listeners after a commit are reported once each. Nobody waits for that, so it may be under way. */
async function assertReported({ failed, reported }: SoakWorld['notices']): Promise<void> {
  for (let patience = 100; reported.length < failed.length && patience > 0; patience--) await delay(20);
  const [expected, actual] = [failed.splice(0).sort(), reported.splice(0).sort()];
  if (expected.join() !== actual.join())
    throw new Breach('listeners', 'errors after a commit or rollback were not reported once each', {
      expected,
      actual,
    });
}
