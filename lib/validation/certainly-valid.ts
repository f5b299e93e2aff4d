import type { Constraints } from '../schema/constraints.js';
import type { DocumentSchema } from '../schema/document-schema.js';
import { evaluate } from '../schema/evaluate.js';
import { isWholeMap } from '../schema/plain-object.js';
import { checkConstraints } from './check-constraints.js';
import { IssueList } from './issue-list.js';
import { documentPlace } from './place.js';
import { depthLimit, isOfKind, isStorableKey } from './scalar-checks.js';
import { ValidCheckWriter } from './valid-check-writer.js';

/** Whether a document is certainly valid, at a depth, where the field of a name may be missing. */
export type ValidCheck = (document: object, depth: number, missing: string | undefined) => boolean;

/** Generated when the first document of a class is validated; undefined where nothing is certain, or code from strings is not allowed. */
const checks = new WeakMap<DocumentSchema, { readonly check: ValidCheck | undefined }>();

/**
 * Whether a document is certainly valid, which most are: told fast, and without a place or a list for what might be wrong. If not, it may
 * be valid all the same.
 * @param missing the name of a required field that may be missing
 */
export function isCertainlyValid(
  schema: DocumentSchema,
  document: object,
  missing: string | undefined,
): boolean {
  let known = checks.get(schema);
  if (!known) checks.set(schema, (known = { check: generateValidCheck(schema) }));
  return known.check?.(document, 0, missing) ?? false;
}

/** Writes the check for one class; undefined if it has validators, at any depth, or where code from strings is not allowed. */
export function generateValidCheck(schema: DocumentSchema): ValidCheck | undefined {
  const writer = new ValidCheckWriter();
  const root = writer.functionFor(schema);
  if (writer.hasValidators) return undefined;
  return evaluate<ValidCheck>(`${writer.source}\nreturn ${root};`, {
    p: writer.parts.prototypes,
    k: writer.parts.constraints,
    getPrototypeOf: Object.getPrototypeOf,
    ...{ depthLimit, isOfKind, isStorableKey, isWholeMap, keepsConstraints },
  });
}

function keepsConstraints(constraints: Constraints, value: unknown): boolean {
  const list = new IssueList();
  checkConstraints(constraints, value, documentPlace, '', list);
  return list.isEmpty;
}
