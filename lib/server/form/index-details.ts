import type { Document } from 'mongodb';
import { shownPath, shownText } from '../../errors/shown-name.js';
import type { DeclaredIndex } from '../declared-collection.js';
import type { IndexForm } from './index-form.js';
import { flagForm } from './option-forms.js';
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

/** An index in comparable form, with its options. */
export interface ComparedIndex {
  readonly form: IndexForm;
  readonly index: { readonly options: Readonly<Document> };
}

/** The differences of an index for people: `unique: no → yes`. */
export function describeDifferences(
  parts: readonly (keyof IndexForm)[],
  existing: ComparedIndex,
  declared: ComparedIndex,
): string[] {
  return parts.map((part) => {
    const [label, otherwise] = labels[part];
    const before = describePart(part, existing) || otherwise;
    const after = describePart(part, declared) || otherwise;
    // Filters are shown by their paths, and long texts by their beginning.
    if (before === after) return `${label}: another ${after.replace(/^a /, '')}`;
    return `${label}: ${before} → ${after}`;
  });
}

/** A filter may hold values that nobody is to read in a log: its paths stand for it. */
function describePart(part: keyof IndexForm, { form, index }: ComparedIndex): string {
  if (part !== 'partial' || form.partial === '') return shownText(form[part], 120);
  return `a filter on ${partialPaths(index.options['partialFilterExpression']).map(shownPath).join(', ')}`;
}

/** An index that is to be made, for people: `{ email: 1 }`, `unique`, `where deletedAt`, in words of its declaration. */
export function describeIndex({ options }: DeclaredIndex, form: IndexForm): string[] {
  const flags = (['unique', 'sparse', 'hidden'] as const).filter((part) => form[part] === 'yes');
  const paths = partialPaths(options['partialFilterExpression']);
  const where = listed('where', paths);
  const collation = form.collation === '' ? [] : [`collation ${form.collation}`];
  const expiry = form.expireAfterSeconds === '' ? [] : [`expires after ${form.expireAfterSeconds} seconds`];
  return [form.keys, ...flags, ...where, ...collation, ...expiry, ...describeKind(options, form)];
}

/** The options of text, wildcard and plane indexes, where they are not the server's. */
function describeKind(options: DeclaredIndex['options'], form: IndexForm): string[] {
  const weights = options['weights'] === undefined ? [] : [`weights ${form.weights}`];
  const projected = Object.entries((options['wildcardProjection'] ?? {}) as Document);
  const selected = projected.filter(([, included]) => flagForm(included) === 'yes').map(([path]) => path);
  const omitted = projected.map(([path]) => path).filter((path) => !selected.includes(path));
  const paths = [listed('select', selected), listed('omit', omitted)].flat();
  const hasBounds = ['bits', 'min', 'max'].some((name) => options[name] !== undefined);
  return [...weights, ...paths, ...(hasBounds ? [`bounds ${form.bounds}`] : [])];
}

function listed(word: string, paths: readonly string[]): string[] {
  return paths.length > 0 ? [`${word} ${paths.join(', ')}`] : [];
}
