import { preBulkInsert, preDelete, preSave, preSavePostValidation, preUpdate } from '../lifecycle/signals.js';
import type {
  PreBulkInsert,
  PreDelete,
  PreSave,
  PreSavePostValidation,
  PreUpdate,
} from '../lifecycle/payloads.js';
import type { RepositoryContext } from '../operation/repository-context.js';
import { findRecord } from '../schema/declare/class-record.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import type { RootSchema } from '../schema/document-schema.js';
import { UpdateDraft } from '../update/update-draft.js';
import { schemaOf } from '../schema/build/schema-of.js';
import type { ReceiverOptions, DisconnectReceiver } from '../signal/receiver/receiver.js';
import type { SignalBus } from '../signal/signal-bus.js';
import { ownOrder } from '../lifecycle/own-order.js';
import type { Behaviour, BehaviourWrite, Fields } from './behaviour.js';
import { counters } from './counters.js';
import { DerivedDataReceiver } from './derived-data.js';
import { expiry } from './expiry.js';
import { sequence } from './sequence.js';
import { softDelete } from './soft-delete.js';
import { timestamps } from './timestamps.js';
import { users } from './users.js';
import { version } from './version.js';

/** In the order of their calls: counters set by the application are taken back before changes are looked for, and the time and the user of the last write come after the version, whose rise is a change too. */
const behaviours: readonly Behaviour[] = Object.freeze([
  sequence,
  counters,
  version,
  timestamps,
  expiry,
  users,
  softDelete,
]);

/**
 * The behaviours of one application: ordinary receivers for each class that has a field for them, connected once, even for several
 * connections and base classes. Other classes get none.
 */
export class Behaviours {
  readonly #bus: SignalBus;
  readonly #undo: DisconnectReceiver[] = [];
  readonly #derived: DerivedDataReceiver;
  /** One context per connection, of any of its repositories: behaviours need only the shared parts. */
  readonly #contexts = new Map<string, RepositoryContext>();
  readonly #connected = new Map<
    Behaviour,
    { readonly own: Set<RootSchema>; readonly bulk: Set<RootSchema> }
  >();

  constructor(bus: SignalBus) {
    this.#bus = bus;
    this.#derived = new DerivedDataReceiver(bus, (name) => this.#contexts.get(name) as RepositoryContext);
    for (const behaviour of behaviours) this.#connected.set(behaviour, { own: new Set(), bulk: new Set() });
  }

  /** Connects the behaviours that the class of a repository and its subclasses need. */
  connect(context: RepositoryContext): void {
    if (!this.#contexts.has(context.connection.name)) this.#contexts.set(context.connection.name, context);
    const { family } = context;
    this.#derived.connect(family);
    for (const [behaviour, { own, bulk }] of this.#connected) {
      const concerned = family.filter((schema) => behaviour.concerns(schema));
      for (const schema of concerned)
        addOnce(own, schema, () => {
          this.#connectOwn(behaviour, schema);
        });
      // A bulk insert is sent for the class of its repository, and may hold documents of all its subclasses.
      const senders = new Set(concerned.flatMap(withBases));
      for (const schema of senders)
        addOnce(bulk, schema, () => {
          this.#connectBulk(behaviour, schema);
        });
    }
  }

  /** Disconnects all. */
  disconnect(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#derived.disconnect();
  }

  #connectOwn(behaviour: Behaviour, schema: RootSchema): void {
    const sender = schema.documentClass;
    const before = optionsOf(behaviour, schema, -ownOrder);
    const after = optionsOf(behaviour, schema, ownOrder);
    const undo: DisconnectReceiver[] = [];
    if (behaviour.beforeInsert) {
      const receiver = (payload: PreSave<object>): unknown =>
        payload.created &&
        behaviour.beforeInsert?.(schema, [payload.document as Fields], this.#writeOf(payload));
      undo.push(this.#bus.connect(preSave, sender, receiver, before));
    }
    if (behaviour.atInsert || behaviour.atUpdate) {
      const receiver = (payload: PreSavePostValidation<object>): void => {
        const document = payload.document as Fields;
        if (payload.created) behaviour.atInsert?.(schema, [document]);
        else behaviour.atUpdate?.(schema, document, this.#writeOf(payload));
      };
      undo.push(this.#bus.connect(preSavePostValidation, sender, receiver, after));
    }
    if (behaviour.changesOfUpdate) {
      const receiver = (payload: PreUpdate<object>): void => {
        // An update of a base class gives its documents what that class has.
        if (payload.sender !== sender) return;
        const changes = behaviour.changesOfUpdate?.(schema, payload.update, this.#writeOf(payload)) ?? {};
        for (const [name, change] of Object.entries(changes))
          UpdateDraft.addOwn(payload.update, name, change);
      };
      undo.push(this.#bus.connect(preUpdate, sender, receiver, after));
    }
    if (behaviour.atDelete) {
      const receiver = (payload: PreDelete<object>): void => {
        payload.instead(behaviour.atDelete?.(schema) ?? {});
      };
      undo.push(this.#bus.connect(preDelete, sender, receiver, before));
    }
    this.#undo.push(...undo);
  }

  #connectBulk(behaviour: Behaviour, schema: RootSchema): void {
    const sender = schema.documentClass;
    const before = optionsOf(behaviour, schema, -ownOrder);
    const after = optionsOf(behaviour, schema, ownOrder);
    /** The initial documents of each ongoing bulk insert, by its list. */
    const given = new WeakMap<readonly object[], ReadonlySet<object>>();
    const first = async (payload: PreBulkInsert<object>): Promise<void> => {
      const { documents } = payload;
      given.set(documents, new Set(documents));
      for (const [own, group] of byClass(behaviour, documents))
        await behaviour.beforeInsert?.(own, group, this.#writeOf(payload));
    };
    const last = async (payload: PreBulkInsert<object>): Promise<void> => {
      const { documents } = payload;
      const added = documents.filter((document) => !given.get(documents)?.has(document));
      for (const [own, group] of byClass(behaviour, added))
        await behaviour.beforeInsert?.(own, group, this.#writeOf(payload));
      for (const [own, group] of byClass(behaviour, documents)) behaviour.atInsert?.(own, group);
    };
    if (behaviour.beforeInsert) this.#undo.push(this.#bus.connect(preBulkInsert, sender, first, before));
    if (behaviour.beforeInsert || behaviour.atInsert)
      this.#undo.push(this.#bus.connect(preBulkInsert, sender, last, after));
  }

  /** The write that a signal before it announces. */
  #writeOf(payload: Pick<PreSave<object>, 'connection' | 'context'>): BehaviourWrite {
    const repository = this.#contexts.get(payload.connection) as RepositoryContext;
    const behaviours = repository.memory.behaviours.get(payload);
    return { repository, context: payload.context, behaviours };
  }
}

function optionsOf(behaviour: Behaviour, schema: RootSchema, order: number): ReceiverOptions<'pre'> {
  return { name: `${behaviour.name} of ${schema.name}`, order, exact: true };
}

function addOnce(known: Set<RootSchema>, schema: RootSchema, connect: () => void): void {
  if (known.has(schema)) return;
  known.add(schema);
  connect();
}

/** Lists a class and its document base classes. */
function withBases(schema: RootSchema): RootSchema[] {
  return schema.base ? [schema, ...withBases(schema.base)] : [schema];
}

/** Groups the documents that concern a behaviour by the schema of their own class. Other entries of the list are refused later. */
function byClass(behaviour: Behaviour, documents: readonly object[]): Map<RootSchema, Fields[]> {
  const groups = new Map<RootSchema, Fields[]>();
  for (const document of documents) {
    const documentClass = (document as object | null)?.constructor as DocumentClass | undefined;
    if (!documentClass || findRecord(documentClass)?.document?.kind !== 'document') continue;
    const schema = schemaOf(documentClass);
    if (!behaviour.concerns(schema)) continue;
    const group = groups.get(schema) ?? [];
    groups.set(schema, group);
    group.push(document as Fields);
  }
  return groups;
}
