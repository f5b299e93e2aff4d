import type { FieldSchema, RootSchema } from '../../schema/document-schema.js';
import { oneOf } from '../../query/comparison/one-of.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import { pullAll } from '../../update/array/pull-all.js';
import { updateElements } from '../../update/array/update-elements.js';
import { unset } from '../../update/field/unset.js';
import type { UpdateResult } from '../../lifecycle/update-result.js';
import type { Condition } from '../concrete-schema.js';
import { decodedId } from '../document-id.js';
import { ofHolders } from '../delete-plan/find-referring.js';
import type { PlannedStep } from '../delete-plan/planned-delete.js';
import type { Operation } from '../operation.js';
import { UpdateAnnouncement } from '../update/update-announcement.js';
import { selectedBy } from '../update/update-request.js';
import { updateStored } from '../update/update-stored.js';
import type { RuledWrite } from './ruled-write.js';

/** The update that removes some ids from a reference, by the rule `nullify` or `pull`. */
export class RuledUpdate implements RuledWrite {
  readonly #updating: UpdateAnnouncement;
  #condition: Condition;
  #compiled: CompiledUpdate | undefined;
  #result: UpdateResult | undefined;

  /** @param operation one for this update alone @param targetIds some of the step, as stored */
  constructor(
    readonly operation: Operation,
    { rule, action }: PlannedStep,
    targetIds: readonly unknown[],
  ) {
    const { reference, targets } = rule;
    const [target] = [...targets] as [RootSchema];
    const ids = targetIds.map((id) => decodedId(target, id));
    const given = { [reference.path]: oneOf(ids) };
    const selected = selectedBy(operation.repository, operation.origin, given, { withDeleted: true });
    const { filter, withDeleted = false } = selected.condition;
    this.#condition = { filter: ofHolders(rule, filter), withDeleted };
    const update = changeAt(reference.fields, ids, action === 'pull');
    this.#updating = new UpdateAnnouncement(operation, selected, update, true);
  }

  get documentCount(): number {
    return this.#result?.modifiedCount ?? 0;
  }

  async announce(): Promise<void> {
    this.#condition = await this.#updating.conditionFor(this.#condition);
    this.#compiled = await this.#updating.compiled(false);
  }

  async write(): Promise<void> {
    const compiled = this.#compiled as CompiledUpdate;
    this.#result = await updateStored(this.operation, this.#condition, compiled, true);
  }

  async applied(): Promise<void> {
    if (this.#result) await this.#updating.applied(this.#result);
  }
}

/** The change of a reference that removes ids: in all elements of the lists on the way that hold one. */
function changeAt(
  fields: readonly FieldSchema[],
  ids: readonly unknown[],
  isOfMany: boolean,
): Readonly<Record<string, unknown>> {
  const isList = ({ type }: FieldSchema): boolean => type.kind === 'array';
  const list = fields.slice(0, -1).findIndex(isList);
  if (list < 0) return { [pathOf(fields)]: isOfMany ? pullAll(ids) : unset() };
  const below = fields.slice(list + 1);
  const change = changeAt(below, ids, isOfMany);
  return { [pathOf(fields.slice(0, list + 1))]: updateElements({ [pathOf(below)]: oneOf(ids) }, change) };
}

function pathOf(fields: readonly FieldSchema[]): string {
  return fields.map(({ name }) => name).join('.');
}
