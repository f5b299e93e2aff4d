import type { Db, MongoClient } from 'mongodb';
import type { Work } from '../works/work.js';
import { LibraryProcess } from './library-process-handle.js';
import type { Sample } from './messages.js';
import { store } from './store.js';

export interface Pace {
  readonly rounds: number;
  /** How much CPU time of the client a round should take, in milliseconds. */
  readonly roundTime: number;
  /** How much each library spends on the work before anything is measured, in milliseconds of its CPU time. */
  readonly warmUpTime: number;
}

export interface RunOptions {
  readonly client: MongoClient;
  readonly uriOf: (database: string) => string;
  readonly databasePrefix: string;
  readonly libraries: readonly string[];
  readonly pace: Pace;
}

/** The samples of each library, one per round; those of the same index were taken one right after the other. */
export type Samples = ReadonlyMap<string, readonly Sample[]>;

/** Does one work with all its libraries side by side: in each round each of them, the order rotated. */
export async function runWork(work: Work, options: RunOptions): Promise<Samples> {
  const competitors: Competitor[] = [];
  try {
    for (const library of options.libraries) await store(work, databaseOf(work, library, options));
    const entries = await Promise.allSettled(
      options.libraries.map((library) => enter(work, library, options)),
    );
    for (const entry of entries) if (entry.status === 'fulfilled') competitors.push(entry.value);
    for (const entry of entries) if (entry.status === 'rejected') throw entry.reason;
    for (const competitor of competitors) await competitor.warmUp();
    const samples = new Map(competitors.map(({ library }) => [library, [] as Sample[]]));
    for (let round = 0; round < Math.min(options.pace.rounds, work.maxRounds ?? Infinity); round++) {
      for (const competitor of rotated(competitors, round)) {
        samples.get(competitor.library)?.push(await competitor.measure());
      }
    }
    return samples;
  } finally {
    for (const competitor of competitors) await competitor.stop();
    for (const library of options.libraries) await databaseOf(work, library, options).dropDatabase();
  }
}

function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

async function enter(work: Work, library: string, options: RunOptions): Promise<Competitor> {
  const db = databaseOf(work, library, options);
  const { databaseName: database } = db;
  const started = await LibraryProcess.start(work, library, { uri: options.uriOf(database), database });
  return new Competitor(work, started, db, options);
}

/** Libraries that only read share one. */
function databaseOf(work: Work, library: string, { client, databasePrefix }: RunOptions): Db {
  return client.db(`${databasePrefix}${work.isWrite ? library.replaceAll('-', '_') : 'shared'}`);
}

/** Milliseconds without work after which a process has given back its memory for new objects. */
const longSleep = 5000;

/** A library in a work: how many units make a round, and where it is in counting them. */
class Competitor {
  #next = 1;
  #units = 1;
  #awakeUntil = 0;

  constructor(
    private readonly work: Work,
    private readonly process: LibraryProcess,
    readonly db: Db,
    private readonly options: RunOptions,
  ) {}

  get library(): string {
    return this.process.library;
  }

  /** Also finds how many units fit into a round. */
  async warmUp(): Promise<void> {
    const { roundTime, warmUpTime } = this.options.pace;
    let total = 0;
    do {
      const { spent } = await this.#round(this.#units);
      total += spent;
      const perUnit = spent / this.#units;
      // By doubling at most: the first units are the slowest.
      const fitting = Math.min(Math.round(roundTime / perUnit), this.#units * 2);
      this.#units = Math.max(1, Math.min(fitting, this.work.maxUnits ?? Infinity));
    } while (total < Math.min(warmUpTime, this.work.maxWarmUpTime ?? Infinity));
  }

  /** The process has slept while others had their turns: a round that is not measured comes first, and two after a long sleep. */
  async measure(): Promise<Sample> {
    if (performance.now() - this.#awakeUntil > longSleep) await this.#round(this.#units);
    await this.#round(this.#units);
    return this.#round(this.#units);
  }

  stop(): Promise<void> {
    return this.process.stop();
  }

  async #round(units: number): Promise<Sample> {
    const round = { first: this.#next, units };
    this.#next += units;
    const sample = await this.process.measure(round);
    this.#awakeUntil = performance.now();
    await this.work.verify?.(this.db.collection(this.work.shape.collection), round);
    return sample;
  }
}
