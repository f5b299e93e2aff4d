import type { RootSchema } from '../schema/document-schema.js';
import type { GivenValue } from '../schema/type/given-types.js';
import type { DocumentPath, DocumentPathValue } from '../schema/type/path-types.js';
import { describeValue } from '../value/describe-value.js';
import { isEmptyPlain, isPlainObject } from '../value/plain-object.js';
import { Operator } from '../query/filter-operator.js';
import { rawNode } from '../query/element/raw.js';
import type { UpdateValueAt } from './document-update.js';
import { renameNode } from './field/rename.js';
import { pathsOfRaw } from './raw-update.js';
import { OperatorCall } from './update-operator.js';
import { InvalidUpdateError } from './update-errors.js';

/** One change of an update, by path. */
export interface UpdateStep {
  /** By field name, as it was given. */
  readonly path: string;
  /** The function that made it, as `inc`; `set` for a value. */
  readonly operator: string;
  /** The operand: the value, the amount, the elements … */
  readonly value: unknown;
}

/** The changes that an update makes, by path. */
export class SentUpdate<T = object> {
  /** Values and operators by path, as they were given. */
  protected readonly changes: Map<string, unknown>;
  /** The argument of `raw`; undefined for an update by paths. */
  protected readonly raw: unknown;

  /** @internal */
  constructor(changes: Map<string, unknown>, raw: unknown) {
    this.changes = changes;
    this.raw = raw;
  }

  /** Whether it was made by `raw`. Its changes are not listed then, except by `paths` where it has the form of operators. */
  get isRaw(): boolean {
    return this.raw !== undefined;
  }

  /** The paths that it changes, with those that values move to. */
  get paths(): readonly string[] {
    return [...pathsOfRaw(this.raw), ...[...this.changes].flatMap(pathsOf)];
  }

  /** Whether it changes a value at, above or below a path. */
  has(path: DocumentPath<T>): boolean {
    return this.paths.some((each) => `${each}.`.startsWith(`${path}.`) || `${path}.`.startsWith(`${each}.`));
  }

  /** The value that it sets at a path; undefined if it sets none, also where an operator changes the value. */
  get<P extends DocumentPath<T>>(path: P): GivenValue<DocumentPathValue<T, P>> | undefined {
    const change = this.changes.get(path);
    return (OperatorCall.isOperatorCall(change) ? undefined : change) as never;
  }

  /** Its changes, in the order in which they were given. */
  get steps(): readonly UpdateStep[] {
    return [...this.changes].map(([path, change]) => stepOf(path, change));
  }
}

/** An update before it is sent: receivers of `preUpdate` read and change it. */
export class UpdateDraft<T = object> extends SentUpdate<T> {
  readonly #schema: RootSchema;
  /** Changes by the library, by path. */
  readonly #own = new Map<string, unknown>();
  #isClosed = false;

  /** @internal @throws InvalidUpdateError if it is neither an object nor made by `raw` */
  constructor(schema: RootSchema, update: unknown) {
    const raw = rawOf(update);
    super(new Map(raw === undefined ? changesOf(schema, update) : []), raw);
    this.#schema = schema;
  }

  /**
   * Gives a path a value or an operator, in place of any that it has.
   * @throws InvalidUpdateError if the update has been sent already
   */
  set<P extends DocumentPath<T>>(path: P, change: UpdateValueAt<T, P>): this {
    this.#assertOpen();
    this.changes.set(path, change);
    return this;
  }

  /** Takes the change of a path out. @returns whether it had one @throws InvalidUpdateError if the update has been sent already */
  remove(path: DocumentPath<T>): boolean {
    this.#assertOpen();
    return this.changes.delete(path);
  }

  /** @internal Adds a change by the library: rules for callers do not apply. */
  static addOwn(draft: UpdateDraft, path: string, change: unknown): void {
    draft.#own.set(path, change);
  }

  /** @internal Ends the changes by receivers. @returns everything to be compiled */
  static close(draft: UpdateDraft): ClosedUpdate {
    draft.#isClosed = true;
    const { changes, raw } = draft;
    return { changes, raw, own: draft.#own, sent: new SentUpdate(changes, raw) };
  }

  #assertOpen(): void {
    if (!this.#isClosed) return;
    throw new InvalidUpdateError(
      this.#schema.name,
      'A receiver of preUpdate changes it after it was sent',
      'Change it before the receiver returns, and await what it needs',
    );
  }
}

/** An update that no receiver changes any more. */
export interface ClosedUpdate {
  readonly changes: ReadonlyMap<string, unknown>;
  readonly own: ReadonlyMap<string, unknown>;
  /** The argument of `raw`; undefined for an update by paths. */
  readonly raw: unknown;
  readonly sent: SentUpdate;
}

function rawOf(update: unknown): unknown {
  if (!Operator.isOperator(update)) return undefined;
  const { node, operand } = Operator.read(update);
  return node === rawNode ? operand : undefined;
}

function changesOf(schema: RootSchema, update: unknown): [string, unknown][] {
  if (!isPlainObject(update) || Object.getOwnPropertySymbols(update).length > 0)
    throw new InvalidUpdateError(
      schema.name,
      `It is ${describeValue(update)}, or has a symbol as a key`,
      'Pass an object with paths and their values, or raw(...)',
    );
  if (isEmptyPlain(update))
    throw new InvalidUpdateError(
      schema.name,
      'It is empty, so it changes nothing',
      'Check whether there is something to change before',
    );
  return Object.entries(update);
}

/** The path of a change, and the one that its value moves to. */
function pathsOf([path, change]: readonly [string, unknown]): string[] {
  if (!OperatorCall.isOperatorCall(change)) return [path];
  const { node, operand } = OperatorCall.read(change);
  return node === renameNode && typeof operand === 'string' ? [path, operand] : [path];
}

function stepOf(path: string, change: unknown): UpdateStep {
  const { node, operand } = OperatorCall.isOperatorCall(change)
    ? OperatorCall.read(change)
    : { node: { name: 'set' }, operand: change };
  return Object.freeze({ path, operator: node.name, value: operand });
}
