import { encodeDocument } from '../../codec/fast/encode-document.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { RememberedValues } from '../../state/memory/remembered-values.js';
import type { Stored } from '../../state/snapshot/snapshot.js';
import { findMisfits } from '../../validation/fast/find-misfits.js';
import type { Issues } from '../../validation/issues.js';
import { Draft } from './draft.js';
import type { Subject } from './draft.js';
import { unchangedTest } from './unchanged-issues.js';

/** A document at one time, encoded without the fields that cannot be stored, and the values of those fields by name. */
export interface StorablePart {
  readonly stored: Stored;
  readonly misfits: ReadonlyMap<string, Misfit>;
}

/** The value of a field that cannot be stored, as it was at one time. */
export class Misfit {
  readonly #remembered: RememberedValues;

  constructor(readonly value: unknown) {
    this.#remembered = new RememberedValues({ value });
  }

  isStill({ value }: Misfit): boolean {
    return Object.is(value, this.value) && this.#remembered.isUnchanged();
  }
}

/** Encodes a document as it is now, without the fields that cannot be stored. */
export function storablePart(subject: Subject): StorablePart {
  const { schema, document, memory } = subject;
  const misfits = misfitsOf(subject);
  const fitting = misfits.size === 0 ? document : valuesOf(schema, document, (name) => !misfits.has(name));
  return { stored: encodeDocument(schema, fitting, memory.undeclared), misfits };
}

/** Makes a draft of a document that may not fit its class: values that cannot be stored are left out. */
export function storableDraft(subject: Subject): Draft {
  const { stored, misfits } = storablePart(subject);
  const { changed } = new Draft(subject, stored);
  const storable = changed.filter(({ names: [name = ''] }) => !misfits.has(name));
  return new Draft(subject, stored, storable);
}

/** Finds the issues that keep these fields of a document from being stored. */
export function misfitIssues(subject: Subject, names: readonly string[]): Issues {
  const { schema, document } = subject;
  const values = valuesOf(schema, document, (name) => names.includes(name));
  return findMisfits(schema, values, acceptedIn(subject)).issues;
}

function misfitsOf(subject: Subject): ReadonlyMap<string, Misfit> {
  const { schema, document } = subject;
  if (findMisfits(schema, document, acceptedIn(subject)).isEmpty) return new Map();
  const values = document as Record<string, unknown>;
  const names = fieldNames(schema).filter((name) => !misfitIssues(subject, [name]).isEmpty);
  return new Map(names.map((name) => [name, new Misfit(values[name])]));
}

function acceptedIn({ schema, document, snapshot }: Subject): ReturnType<typeof unchangedTest> | undefined {
  return snapshot && unchangedTest(schema, document, snapshot);
}

function fieldNames({ fields, undeclared }: RootSchema): string[] {
  return [...fields, ...(undeclared ? [undeclared] : [])].map(({ name }) => name);
}

function valuesOf(schema: RootSchema, document: object, isWanted: (name: string) => boolean): object {
  const values = document as Record<string, unknown>;
  return Object.fromEntries(
    fieldNames(schema)
      .filter(isWanted)
      .map((name) => [name, values[name]]),
  );
}
