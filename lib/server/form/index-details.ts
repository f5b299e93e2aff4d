import { shownText } from '../../errors/shown-name.js';
import type { DeclaredIndex } from '../declared-collection.js';
import type { IndexForm } from './index-form.js';
import { partialPaths } from './partial-form.js';

const labels: Readonly<Record<keyof IndexForm, readonly [label: string, otherwise: string]>> = Object.freeze({
  keys: ['keys', ''],
  unique: ['unique', 'no'],
  sparse: ['sparse', 'no'],
  partial: ['where', 'none'],
  collation: ['collation', 'none'],
  projection: ['wildcard paths', 'all'],
  expireAfterSeconds: ['expires after seconds', 'never'],
  hidden: ['hidden', 'no'],
  weights: ['weights', 'none'],
  language: ['language', 'none'],
  languageField: ['language field', 'none'],
  bounds: ['bounds', 'none'],
  prepareUnique: ['refuses new duplicates', 'no'],
});

export const indexParts = Object.freeze(Object.keys(labels)) as readonly (keyof IndexForm)[];

/** The parts that differ. */
export function differingParts(existing: IndexForm, declared: IndexForm): (keyof IndexForm)[] {
  return indexParts.filter((part) => existing[part] !== declared[part]);
}

/** The differences of an index for people: `unique: no → yes`. */
export function describeDifferences(
  parts: readonly (keyof IndexForm)[],
  existing: IndexForm,
  declared: IndexForm,
): string[] {
  return parts.map((part) => {
    const [label, otherwise] = labels[part];
    if (part === 'partial') return `${label}: ${filterOf(existing)} → ${filterOf(declared)}`;
    return `${label}: ${shown(existing[part]) || otherwise} → ${shown(declared[part]) || otherwise}`;
  });
}

/** A filter may hold values that nobody is to read in a log. */
function filterOf({ partial }: IndexForm): string {
  return partial === '' ? 'none' : `a filter (${partial.length} characters)`;
}

/** An index that is to be made, for people: `{ email: 1 }`, `unique`, `where deletedAt`. */
export function describeIndex({ options }: DeclaredIndex, form: IndexForm): string[] {
  const flags = (['unique', 'sparse', 'hidden'] as const).filter((part) => form[part] === 'yes');
  const paths = partialPaths(options['partialFilterExpression']);
  const where = paths.length > 0 ? [`where ${paths.join(', ')}`] : [];
  const collation = form.collation === '' ? [] : [`collation ${form.collation}`];
  const expiry = form.expireAfterSeconds === '' ? [] : [`expires after ${form.expireAfterSeconds} seconds`];
  return [form.keys, ...flags, ...where, ...collation, ...expiry];
}

function shown(text: string): string {
  return shownText(text, 120);
}
