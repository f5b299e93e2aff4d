import type { DeclaredIndex } from '../declared-collection.js';
import type { ExistingIndex } from '../existing/existing-collection.js';
import { formOfDeclared, formOfExisting, signatureOf } from '../form/index-form.js';
import type { IndexForm } from '../form/index-form.js';
import { differingParts } from '../form/index-details.js';
import { defaultName, isNameOf } from './index-name.js';

/** A declared index in comparable form. */
export interface Declared {
  readonly index: DeclaredIndex;
  readonly form: IndexForm;
}

/** An existing index in comparable form. */
export interface Existing {
  readonly index: ExistingIndex;
  readonly form: IndexForm;
}

/** The indexes of a collection, each declared one with its counterpart on the server. */
export interface PairedIndexes {
  readonly pairs: readonly { readonly declared: Declared; readonly existing: Existing | undefined }[];
  /** Indexes of the server that are the counterpart of none. */
  readonly others: readonly Existing[];
}

/**
 * Finds the counterpart of each declared index: one that equals it, else one that has its name or takes its place, since the server would
 * refuse both. Only a name that somebody chose distinguishes equal indexes.
 */
export function pairIndexes(
  declared: readonly DeclaredIndex[],
  existing: readonly ExistingIndex[],
  inherited: unknown,
): PairedIndexes {
  const left = new Set(existing.map((index): Existing => ({ index, form: formOfExisting(index) })));
  const found = new Map<Declared, Existing>();
  const wanted = declared.map((index): Declared => ({ index, form: formOfDeclared(index, inherited) }));
  for (const fits of [isEqualNamed, isEqualUnnamed, hasPlace, hasName]) {
    for (const each of wanted) {
      const match = found.has(each) ? undefined : [...left].find((other) => fits(each, other));
      if (!match) continue;
      found.set(each, match);
      left.delete(match);
    }
  }
  const pairs = wanted.map((each) => ({ declared: each, existing: found.get(each) }));
  return { pairs, others: [...left] };
}

function isEqualNamed(declared: Declared, existing: Existing): boolean {
  return isNameOf(declared.index.name, existing.index.name) && isEqual(declared, existing);
}

function isEqualUnnamed(declared: Declared, existing: Existing): boolean {
  return declared.index.name === defaultName(declared.index.keys) && isEqual(declared, existing);
}

function isEqual(declared: Declared, existing: Existing): boolean {
  return differingParts(existing.form, declared.form).length === 0;
}

function hasPlace(declared: Declared, existing: Existing): boolean {
  return signatureOf(declared.form) === signatureOf(existing.form);
}

/** With other keys only the declared name itself counts: one like `email_1~2` may be that of somebody else. */
function hasName({ index, form }: Declared, existing: Existing): boolean {
  const { name } = existing.index;
  return name === index.name || (form.keys === existing.form.keys && isNameOf(index.name, name));
}
