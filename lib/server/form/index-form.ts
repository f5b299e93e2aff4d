import type { Document } from 'mongodb';
import { contentKey } from '../../value/equality/content-key.js';
import type { DeclaredIndex } from '../declared-collection.js';
import type { ExistingIndex } from '../existing/existing-collection.js';
import { collationForm } from './collation-form.js';
import { directionForm, flagForm, projectionForm, secondsForm } from './option-forms.js';
import { partialForm } from './partial-form.js';
import { textForm } from './text-form.js';

/** An index in a form in which equal ones are equal texts, however they were written. An empty text is the server's default. */
export interface IndexForm {
  /** `{ name: 1, createdAt: -1 }`. */
  readonly keys: string;
  readonly unique: string;
  readonly sparse: string;
  readonly partial: string;
  readonly collation: string;
  readonly projection: string;
  readonly expireAfterSeconds: string;
  readonly hidden: string;
  readonly weights: string;
  readonly language: string;
  readonly languageField: string;
  readonly bounds: string;
  /** The server refuses new duplicates already: a change to a unique index has begun. */
  readonly prepareUnique: string;
}

/** The parts by which the server tells apart indexes of one collection: it has one index for each combination. */
const signatureParts = Object.freeze([
  ...(['keys', 'unique', 'sparse', 'partial', 'collation', 'projection'] as const),
]);

/** The form of a declared index. @param inherited the collation of its collection, which the server gives to indexes without one */
export function formOfDeclared(index: DeclaredIndex, inherited: unknown): IndexForm {
  const given: unknown = index.options['collation'];
  const collation = given ?? (takesCollation(index) ? inherited : undefined);
  return formOf(index.keys, { ...index.options, collation });
}

/** The form of an index that the server lists. */
export function formOfExisting({ keys, options }: ExistingIndex): IndexForm {
  return formOf(keys, options);
}

/** Whether an index uses a collation: those of texts and of points in a plane compare without. */
export function takesCollation({ keys }: DeclaredIndex): boolean {
  return keys.every(([, direction]) => direction !== 'text' && direction !== '2d');
}

/** A text that two indexes share if the server refuses one beside the other. A collection has one text index at most. */
export function signatureOf(form: IndexForm): string {
  if (form.weights !== '') return 'text';
  return contentKey(signatureParts.map((part) => form[part]));
}

type Keys = readonly (readonly [path: string, direction: unknown])[];

function formOf(keys: Keys, options: Readonly<Document>): IndexForm {
  const text = textForm(keys, options);
  return Object.freeze({
    keys: keysForm(text.keys),
    unique: flagForm(options['unique']),
    sparse: flagForm(options['sparse']),
    partial: partialForm(options['partialFilterExpression']),
    collation: collationForm(options['collation']),
    projection: projectionForm(options['wildcardProjection']),
    expireAfterSeconds: secondsForm(options['expireAfterSeconds']),
    hidden: flagForm(options['hidden']),
    weights: text.weights,
    language: text.language,
    languageField: text.languageField,
    bounds: keys.some(([, direction]) => direction === '2d') ? boundsForm(options) : '',
    // Of a unique index it has no effect.
    prepareUnique: flagForm(options['unique']) === 'yes' ? '' : flagForm(options['prepareUnique']),
  });
}

/** `{ name: 1, createdAt: -1 }` */
export function keysForm(keys: Keys): string {
  const parts = keys.map(([path, direction]) => `${path}: ${directionForm(direction)}`);
  return `{ ${parts.join(', ')} }`;
}

function boundsForm({ bits = 26, min = -180, max = 180 }: Readonly<Document>): string {
  return `${Number(min)} to ${Number(max)}, ${Number(bits)} bits`;
}
