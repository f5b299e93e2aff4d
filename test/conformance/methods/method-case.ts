import type { OperationOptions, SignalOrigin, SignalSender } from 'nestjs-documents';
import type { Author, World } from '../world.js';

/** A call of a public method, and what it sends when it succeeds. */
export interface MethodCase<S = any> {
  readonly of: 'DocumentRepository' | 'QuerySet';
  readonly method: string;
  readonly when: string;
  /** Prepares what the method is called with. */
  readonly arrange: (world: World) => Promise<S>;
  readonly call: (world: World, subject: S, options: OperationOptions) => unknown;
  readonly signals: readonly string[];
  /** The flag of each of these signals; undefined for a signal without it. */
  readonly created: readonly (boolean | undefined)[];
  readonly sender: SignalSender;
  readonly origin: SignalOrigin | undefined;
  readonly commands: readonly string[];
  /** The commands that come before the first signal, and so before any veto. */
  readonly commandsBeforeSignals: readonly string[];
  /** The `pre…` signals of loading the document that it has written: errors of theirs come after the write. Default none. */
  readonly signalsOfLoading?: readonly string[];
  /** Contents of the database afterwards. */
  readonly stored: Readonly<Record<string, unknown>>;
  /** Whether it is an error in a transaction, where the server does not do it. Default false. */
  readonly isRefusedInTransactions?: boolean;
}

/** A new author. */
export const made = async ({ authors }: World): Promise<Author> => authors.build({ name: 'ada' });

/** A stored author. */
export const saved = async (world: World): Promise<Author> => world.authors.save(await made(world));

/** The author that was stored and is there no more. */
export async function gone(world: World): Promise<Author> {
  const author = await saved(world);
  await world.db.collection('author').deleteMany({});
  return author;
}

/** Checks the types of one case. */
export function methodCase<S>(row: MethodCase<S>): MethodCase {
  return row;
}
