import type { DeclaredCollection, DeclaredIndex } from '../declared-collection.js';
import type { ExistingIndex } from '../existing/existing-collection.js';
import { changeIndex } from './change-index.js';
import { describeIndex, differingParts } from '../form/index-details.js';
import { formOfDeclared } from '../form/index-form.js';
import { freeName, isGuardNameOf, isNameOf } from './index-name.js';
import { guardOf, specificationOf } from './index-specification.js';
import { pairIndexes } from './pair-indexes.js';
import type { Declared, Existing, PairedIndexes } from './pair-indexes.js';
import { plannedChange } from '../planned-change.js';
import type { PlannedChange } from '../planned-change.js';
import { shownText } from '../../errors/shown-name.js';

/**
 * Compares the indexes of a collection: first those to make and to change, then those to drop.
 * @param inherited the collation of the collection, which the server gives to indexes without one
 */
export function compareIndexes(
  { name: collection, indexes }: DeclaredCollection,
  existing: readonly ExistingIndex[],
  inherited: unknown,
): PlannedChange[] {
  const paired = pairIndexes(indexes, existing, inherited);
  const changed = paired.pairs.flatMap(({ declared, existing: found }) => {
    const others = [...existing, ...indexes].filter(
      (each) => each !== declared.index && each !== found?.index,
    );
    const taken = new Set(others.map(({ name }) => name));
    if (!found) return [createIndex(collection, declared, inherited, taken)];
    const guard = paired.others.find((each) => isGuard(each, declared.index, inherited))?.index.name;
    return changeIndex({ collection, declared, existing: found, inherited, taken, guard }) ?? [];
  });
  const dropped = paired.others.map((each) => dropIndex(collection, each, paired, inherited));
  return [...changed, ...dropped];
}

/** Its name may be that of the counterpart of another declared index. */
function createIndex(
  collection: string,
  { index, form }: Declared,
  inherited: unknown,
  taken: ReadonlySet<string>,
): PlannedChange {
  const name = freeName(index.name, taken);
  const specification = specificationOf(index, name, inherited);
  const given = { index: name, details: describeIndex(index, form), declaredBy: index.declaredBy };
  return plannedChange({ kind: 'createIndex', difference: 'missing', collection, ...given }, [
    { step: 'build', collection, specification, form },
  ]);
}

/** An index that was replaced, or that guarded one, is dropped as a part of that change, which did not reach its end. */
function dropIndex(
  collection: string,
  existing: Existing,
  paired: PairedIndexes,
  inherited: unknown,
): PlannedChange {
  const { index, form } = existing;
  const { name } = index;
  const successor = paired.pairs.find(
    ({ declared, existing: counterpart }) =>
      isGuard(existing, declared.index, inherited) ||
      (counterpart !== undefined &&
        form.keys === declared.form.keys &&
        isNameOf(declared.index.name, name) &&
        isNameOf(declared.index.name, counterpart.index.name)),
  );
  const details = successor
    ? [`${form.keys}, replaced by ${successor.existing?.index.name ?? successor.declared.index.name}`]
    : [shownText(form.keys, 120)];
  const given = { index: name, details, declaredBy: successor?.declared.index.declaredBy ?? [] };
  const difference = successor ? 'different' : 'extra';
  return plannedChange({ kind: 'dropIndex', difference, collection, ...given }, [
    { step: 'drop', collection, index: name, form },
  ]);
}

function isGuard({ index, form }: Existing, declared: DeclaredIndex, inherited: unknown): boolean {
  if (!isGuardNameOf(declared.name, index.name) || declared.options['unique'] !== true) return false;
  return differingParts(form, formOfDeclared(guardOf(declared), inherited)).length === 0;
}
