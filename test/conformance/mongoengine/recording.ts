import { readFileSync } from 'node:fs';
import type { Observation, ObservedCommand } from './observation.js';

interface RecordedSignal {
  readonly signal: string;
  readonly sender: string;
  readonly document?: unknown;
  readonly documents?: readonly unknown[];
  readonly changed?: readonly string[] | null;
  /** The state of a document in `post_init`. */
  readonly createdFlag?: boolean;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

interface RecordedCommand {
  readonly command: string;
  readonly documents?: number;
  readonly updates?: readonly {
    readonly u: Record<string, unknown>;
    readonly upsert: boolean;
    readonly multi: boolean;
  }[];
}

interface RecordedScenario {
  readonly trace: readonly RecordedSignal[];
  readonly commands: readonly RecordedCommand[];
  readonly stored: Readonly<Record<string, readonly object[]>>;
  readonly error: { readonly type: string; readonly message: string } | null;
}

/** Names of the recording and ours. Everything that is only called otherwise stands here. */
const names = {
  signals: {
    pre_init: 'preInit',
    post_init: 'postInit',
    pre_save: 'preSave',
    pre_save_post_validation: 'preSavePostValidation',
    post_save: 'postSave',
    pre_delete: 'preDelete',
    post_delete: 'postDelete',
    pre_bulk_insert: 'preBulkInsert',
    post_bulk_insert: 'postBulkInsert',
  } as Readonly<Record<string, string>>,
  /** `Animal.Dog` under `_cls` is `Dog` under `_type`. */
  discriminator: { theirs: '_cls', ours: '_type' },
  errors: { RuntimeError: 'Error' } as Readonly<Record<string, string>>,
  /** Arguments that the caller did not pass. `loaded` distinguishes lists of documents from lists of ids: ours are always documents. */
  ownArguments: ['created', 'values', 'loaded'],
};

const { scenarios } = JSON.parse(
  readFileSync(new URL('./mongoengine-traces.json', import.meta.url), 'utf8'),
) as { readonly scenarios: Readonly<Record<string, RecordedScenario>> };

/** The names of all recorded scenarios. */
export const recordedNames: readonly string[] = Object.keys(scenarios);

/** Returns the recorded behaviour of MongoEngine, in our names. */
export function recorded(name: string): Observation {
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`There is no recording of ${name}`);
  const { trace, commands, stored, error } = scenario;
  return {
    order: trace.map((sent) => `${sent.sender}.${signalName(sent)}`),
    created: trace.flatMap((sent) => {
      const created = sent.createdFlag ?? sent.arguments?.['created'];
      return typeof created === 'boolean' ? [`${signalName(sent)} ${created}`] : [];
    }),
    seen: trace.map((sent) => sent.document ?? sent.documents ?? sent.arguments?.['values']),
    changes: trace.flatMap(({ changed }) => (changed === undefined ? [] : [changed])),
    contexts: trace.flatMap((sent) => {
      const given = Object.entries(sent.arguments ?? {}).filter(([key]) => !names.ownArguments.includes(key));
      return given.length > 0 ? [{ signal: signalName(sent), context: Object.fromEntries(given) }] : [];
    }),
    commands: commands.map(translateCommand),
    stored: Object.fromEntries(
      Object.entries(stored).map(([collection, documents]) => [collection, documents.map(translateDocument)]),
    ),
    error: error && { ...error, type: names.errors[error.type] ?? error.type },
  };
}

function signalName({ signal }: RecordedSignal): string {
  const name = names.signals[signal];
  if (!name) throw new Error(`The signal ${signal} has no name of ours`);
  return name;
}

function translateCommand({ command, documents, updates }: RecordedCommand): ObservedCommand {
  if (documents !== undefined) return { command, documents };
  const [update] = updates ?? [];
  return update
    ? { command, update: translateUpdate(update.u), upsert: update.upsert, multi: update.multi }
    : { command };
}

/** The value under `$unset` says nothing; ours is true. */
function translateUpdate(update: Record<string, unknown>): unknown {
  const { $unset, ...rest } = update;
  if (!$unset) return rest;
  return { ...rest, $unset: Object.fromEntries(Object.keys($unset).map((path) => [path, true])) };
}

function translateDocument(document: object): object {
  const { theirs, ours } = names.discriminator;
  return Object.fromEntries(
    Object.entries(document).map(([key, value]) =>
      key === theirs ? [ours, String(value).split('.').at(-1)] : [key, value],
    ),
  );
}
