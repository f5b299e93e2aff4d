import type { Constraints } from '../../schema/declare/constraints.js';
import type { DocumentSchema } from '../../schema/document-schema.js';
import { isWholeMap } from '../../value/plain-object.js';
import { checkConstraints } from '../check-constraints.js';
import { IssueList } from '../issue-list.js';
import type { Search } from '../issue-list.js';
import { documentPlace } from '../place.js';
import { scalarKinds } from '../../kind/kinds.js';
import { depthLimit, isStorableKey } from '../../value/storable.js';
import { ValidCheckWriter } from './valid-check-writer.js';
import type { WrittenChecks } from './valid-check-writer.js';

/** Whether a document at a depth is certainly valid, where the field with this name may be missing. */
export type ValidCheck = (document: object, depth: number, missing: string | undefined) => boolean;

/** The generated checks of a class; undefined where nothing is certain, or code generation is not allowed. */
type Generated = Partial<Record<WrittenChecks, { readonly check: ValidCheck | undefined }>>;

/** Generated for the first document of a class that is checked. */
const checks = new WeakMap<DocumentSchema, Generated>();

function checkOf(schema: DocumentSchema, rules: WrittenChecks): ValidCheck | undefined {
  let generated = checks.get(schema);
  if (!generated) checks.set(schema, (generated = {}));
  return (generated[rules] ??= { check: generateCheck(schema, rules) }).check;
}

/**
 * Whether a document is certainly valid, as most are: a fast check that allocates neither places nor lists. If false, the document may
 * still be valid.
 * @param missing the name of a required field that may be missing
 */
export function isCertainlyValid(
  schema: DocumentSchema,
  document: object,
  missing: string | undefined,
): boolean {
  return checkOf(schema, 'all')?.(document, 0, missing) ?? false;
}

/** Whether the values of a document can certainly be stored in their fields; checked in the same way. */
export function isCertainlyStorable(schema: DocumentSchema, document: object): boolean {
  return checkOf(schema, 'storable')?.(document, 0, undefined) ?? false;
}

/** Generates the check for one class; undefined if it has validators that count, at any depth, or if code generation is not allowed. */
export function generateCheck(schema: DocumentSchema, rules: WrittenChecks): ValidCheck | undefined {
  const writer = new ValidCheckWriter(rules);
  const root = writer.functionForSchema(schema);
  if (writer.hasValidators) return undefined;
  return writer.evaluate<ValidCheck>(root, {
    ...{ kinds: scalarKinds, getPrototypeOf: Object.getPrototypeOf },
    ...{ depthLimit, isStorableKey, isWholeMap, keepsConstraints },
  });
}

/** A start for searches whose paths are not used. */
const anywhere: Search = { start: { kind: 'any' }, checks: 'all' };

function keepsConstraints(constraints: Constraints, value: unknown): boolean {
  const list = new IssueList(anywhere);
  checkConstraints(constraints, value, documentPlace, '', list);
  return list.isEmpty;
}
