import { describeDifferences, differingParts } from '../form/index-details.js';
import { formOfDeclared, signatureOf } from '../form/index-form.js';
import type { IndexForm } from '../form/index-form.js';
import { defaultName, freeGuardName, freeName, isNameOf } from './index-name.js';
import { guardOf, specificationOf } from './index-specification.js';
import type { Declared, Existing } from './pair-indexes.js';
import { plannedChange } from '../planned-change.js';
import type { PlannedChange } from '../planned-change.js';
import type { SchemaChangeKind } from '../schema-change.js';
import type { SchemaStep } from '../schema-step.js';
import { shownText } from '../../errors/shown-name.js';

/** A declared index with its counterpart, and what surrounds them. */
export interface IndexPair {
  readonly collection: string;
  readonly declared: Declared;
  readonly existing: Existing;
  /** The collation of the collection. */
  readonly inherited: unknown;
  /** The names of all other indexes of the collection, declared ones and existing ones. */
  readonly taken: ReadonlySet<string>;
  /** The name of its guard, if a process that was killed has left one. */
  readonly guard: string | undefined;
}

/** The parts that the server changes in an index that stays. */
const changeable: readonly (keyof IndexForm)[] = Object.freeze([
  ...(['unique', 'expireAfterSeconds', 'hidden', 'prepareUnique'] as const),
]);

/** The change that makes an existing index the declared one: without building it, if the server can do that. @returns undefined if it is */
export function changeIndex(pair: IndexPair): PlannedChange | undefined {
  const { collection, declared, existing } = pair;
  const parts = differingParts(existing.form, declared.form);
  const isRenamed = !hasFittingName(pair);
  if (parts.length === 0 && !isRenamed) return undefined;
  const staysInPlace = !isRenamed && parts.every((part) => canChange(part, declared.form));
  const name = nameOfReplacement(pair);
  const steps = staysInPlace ? stepsInPlace(pair, parts) : stepsOfReplacing(pair, name);
  const names = isRenamed ? [`name: ${shownText(existing.index.name, 120)} → ${name}`] : [];
  const details = [...names, ...describeDifferences(parts, existing, declared)];
  const kind = staysInPlace ? kindInPlace(parts, declared.form) : 'replaceIndex';
  const { declaredBy } = declared.index;
  const given = { index: existing.index.name, details, declaredBy };
  return plannedChange({ kind, difference: 'different', collection, ...given }, steps);
}

/** Whether the name of the existing index is the declared one, that of a replacement, or of no interest, since nobody chose one. */
function hasFittingName({ declared: { index }, existing }: IndexPair): boolean {
  return isNameOf(index.name, existing.index.name) || index.name === defaultName(index.keys);
}

function canChange(part: keyof IndexForm, declared: IndexForm): boolean {
  // The server can add uniqueness and a time of expiry, but not remove them.
  if (part === 'unique' || part === 'expireAfterSeconds') return declared[part] !== '';
  return changeable.includes(part);
}

function kindInPlace(parts: readonly (keyof IndexForm)[], { hidden }: IndexForm): SchemaChangeKind {
  if (!parts.every((part) => part === 'hidden')) return 'changeIndex';
  return hidden === 'yes' ? 'hideIndex' : 'unhideIndex';
}

function stepsInPlace(pair: IndexPair, parts: readonly (keyof IndexForm)[]): SchemaStep[] {
  const { collection, declared, existing } = pair;
  const index = existing.index.name;
  const change = (options: object): SchemaStep => ({
    step: 'command',
    command: { collMod: collection, index: { name: index, ...options } },
  });
  return parts.flatMap((part): SchemaStep[] => {
    if (part === 'unique') return [{ step: 'unique', collection, index }];
    if (part === 'hidden') return [change({ hidden: declared.form.hidden === 'yes' })];
    if (part === 'expireAfterSeconds')
      return [change({ expireAfterSeconds: declared.index.options['expireAfterSeconds'] as number })];
    // A part of the step above, if it becomes unique.
    return declared.form.unique === 'yes' ? [] : [change({ prepareUnique: false })];
  });
}

/** Whether the server has the new index and the old one at the same time. */
function canBeBeside({ declared, existing }: IndexPair): boolean {
  return signatureOf(declared.form) !== signatureOf(existing.form);
}

/** A name that is free when the new index is built: that of the old one only if it is dropped before. */
function nameOfReplacement(pair: IndexPair): string {
  const { declared, existing, taken } = pair;
  return freeName(declared.index.name, canBeBeside(pair) ? new Set([...taken, existing.index.name]) : taken);
}

/**
 * Builds the new index beside the old one. If the server has only one of them at a time, the old one is dropped first; another index keeps the
 * values unique meanwhile.
 */
function stepsOfReplacing(pair: IndexPair, newName: string): SchemaStep[] {
  const { collection, declared, existing, inherited, taken } = pair;
  const { index, form } = declared;
  const given = { collection, specification: specificationOf(index, newName, inherited), form };
  const build: SchemaStep = { step: 'build', ...given };
  const drop: SchemaStep = { step: 'drop', collection, index: existing.index.name, form: existing.form };
  if (canBeBeside(pair)) return [build, drop];
  if (form.unique !== 'yes') return [drop, build];
  const name = pair.guard ?? freeGuardName(index.name, new Set([...taken, existing.index.name]));
  const guard = guardOf(index);
  const guardForm = formOfDeclared(guard, inherited);
  const specification = specificationOf(guard, name, inherited);
  return [
    { step: 'build', collection, specification, form: guardForm },
    ...[drop, build],
    { step: 'drop', collection, index: name, form: guardForm },
  ];
}
