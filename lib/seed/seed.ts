import type { Logger } from '@nestjs/common';
import type { ProviderSource } from './document-factory.js';

/** Fills a database with documents, as for development or tests. Nest's providers are injected into its constructor. */
export interface Seed {
  /** Stores the documents. It is called each time that seeds are run, so it looks for what is there already, or begins by deleting it. */
  run(context: SeedContext): unknown;
}

/** The surroundings of a seed. */
export interface SeedContext {
  /** The name of its file, without the extension. */
  readonly id: string;
  /** The application, for factories: `people.in(app)`. */
  readonly app: ProviderSource;
  /** Logs with the id as its context. */
  readonly logger: Logger;
}

/** A class of seeds: the default export of its file, or the only one that has a method `run`. */
export type SeedClass = new (...dependencies: never[]) => Seed;
