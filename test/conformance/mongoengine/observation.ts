import { PostSignalError, postLoad, postWrite, signals, ValidationError } from 'nestjs-documents';
import type { SignalSender, SignalPayload, DisconnectReceiver } from 'nestjs-documents';
import { plain, plainDocument, readStored } from '../plain.js';
import { clear } from '../world.js';
import type { World } from '../world.js';

/** The observations of a scenario by aspect, each in the order in which they happened. */
export interface Observation {
  /** `Author.preSave`. */
  readonly order: readonly string[];
  /** `preSave true`, for each signal that has the flag. */
  readonly created: readonly string[];
  /** The document of each signal as receivers saw it; the values in `preInit`, a list in bulk signals. */
  readonly seen: readonly unknown[];
  /** The changed paths of each `postSave`; null where the recording lacks them. */
  readonly changes: readonly (readonly string[] | null)[];
  /** Each signal that was given more than `{}` by the caller. */
  readonly contexts: readonly { readonly signal: string; readonly context: unknown }[];
  readonly commands: readonly ObservedCommand[];
  /** Documents by collection. */
  readonly stored: Readonly<Record<string, unknown>>;
  readonly error: Readonly<Record<string, unknown>> | null;
}

export interface ObservedCommand {
  readonly command: string;
  /** How many documents an insert has. */
  readonly documents?: number;
  readonly update?: unknown;
  readonly upsert?: boolean;
  readonly multi?: boolean;
}

export interface Outcome {
  readonly observed: Observation;
  readonly thrown: unknown;
}

/** Everything before is preparation; from this call on it is observed, by receivers for the class, called after all others. */
export type Start = (sender?: SignalSender) => void;

type Parts = SignalPayload<string, object> & {
  readonly document?: object;
  readonly documents?: readonly object[];
  readonly values?: object;
  readonly created?: boolean;
  readonly changes?: { readonly paths: readonly string[] };
};

/** Runs a scenario on an empty database and says what happened. */
export async function observe(
  world: World,
  run: (world: World, start: Start) => Promise<unknown>,
): Promise<Outcome> {
  await clear(world);
  const log = new SignalLog(world);
  let thrown: unknown = null;
  try {
    await run(world, (sender) => log.start(sender));
  } catch (error) {
    if (!log.hasStarted) throw error;
    thrown = error;
  } finally {
    log.stop();
  }
  const commands = world.commands.sent.map(describeCommand);
  const stored = await readStored(world.db);
  return { observed: { ...log.observed, commands, stored, error: describeError(thrown) }, thrown };
}

class SignalLog {
  readonly observed = {
    order: [] as string[],
    created: [] as string[],
    seen: [] as unknown[],
    changes: [] as (readonly string[])[],
    contexts: [] as Observation['contexts'][number][],
  };
  #undo: readonly DisconnectReceiver[] | undefined;

  constructor(readonly world: World) {}

  get hasStarted(): boolean {
    return this.#undo !== undefined;
  }

  start(sender: SignalSender | undefined): void {
    // MongoEngine lacks a signal for documents that are loaded together, and one for everything that was written.
    this.#undo = signals
      .filter((signal) => signal !== postLoad && signal !== postWrite)
      .map((signal) =>
        this.world.bus.connect(signal, sender, (payload) => this.#record(payload as Parts), { order: 1000 }),
      );
    this.world.commands.clear();
  }

  stop(): void {
    for (const undo of this.#undo ?? []) undo();
  }

  #record({ signal, sender, created, changes, context, ...parts }: Parts): void {
    const { order, created: flags, seen, changes: paths, contexts } = this.observed;
    order.push(`${sender.name}.${signal}`);
    if (created !== undefined) flags.push(`${signal} ${created}`);
    seen.push(
      parts.document
        ? plainDocument(parts.document)
        : (parts.documents?.map(plainDocument) ?? plain(parts.values)),
    );
    if (changes) paths.push([...changes.paths]);
    if (Object.keys(context).length > 0) contexts.push({ signal, context: plain(context) });
  }
}

function describeCommand(command: Record<string, any>): ObservedCommand {
  const [name = ''] = Object.keys(command);
  if (name === 'insert') return { command: name, documents: command['documents'].length };
  if (name !== 'update') return { command: name };
  const [{ u, upsert = false, multi = false }] = command['updates'];
  return { command: name, update: plain(u), upsert, multi };
}

function describeError(error: unknown): Observation['error'] {
  if (error === null) return null;
  if (error instanceof ValidationError) {
    return { type: error.name, issues: error.issues.map(({ path, code }) => `${path}: ${code}`) };
  }
  if (error instanceof PostSignalError) {
    const failures = error.failures.map((failure) => `${failure.receiver}: ${String(failure.error)}`);
    return { type: error.name, applied: error.applied, failures };
  }
  return { type: (error as Error).name, message: (error as Error).message };
}
