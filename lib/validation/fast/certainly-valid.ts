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

/** Whether a document is certainly valid, at a depth, where the field of a name may be missing. */
export type ValidCheck = (document: object, depth: number, missing: string | undefined) => boolean;

/** Generated checks of a class; undefined where nothing is certain, or code from strings is not allowed. */
type Generated = Partial<Record<WrittenChecks, { readonly check: ValidCheck | undefined }>>;

/** Generated when the first document of a class is looked at. */
const checks = new WeakMap<DocumentSchema, Generated>();

function checkOf(schema: DocumentSchema, rules: WrittenChecks): ValidCheck | undefined {
  let generated = checks.get(schema);
  if (!generated) checks.set(schema, (generated = {}));
  return (generated[rules] ??= { check: generateCheck(schema, rules) }).check;
}

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
  return checkOf(schema, 'all')?.(document, 0, missing) ?? false;
}

/** Whether the values of a document can certainly be stored in their fields, told in the same way. */
export function isCertainlyStorable(schema: DocumentSchema, document: object): boolean {
  return checkOf(schema, 'storable')?.(document, 0, undefined) ?? false;
}

/** Writes the check for one class; undefined if it has validators that count, at any depth, or where code from strings is not allowed. */
export function generateCheck(schema: DocumentSchema, rules: WrittenChecks): ValidCheck | undefined {
  const writer = new ValidCheckWriter(rules);
  const root = writer.functionForSchema(schema);
  if (writer.hasValidators) return undefined;
  return writer.evaluate<ValidCheck>(root, {
    ...{ kinds: scalarKinds, getPrototypeOf: Object.getPrototypeOf },
    ...{ depthLimit, isStorableKey, isWholeMap, keepsConstraints },
  });
}

/** Nobody looks at the paths of what is found. */
const anywhere: Search = { start: { kind: 'any' }, checks: 'all' };

function keepsConstraints(constraints: Constraints, value: unknown): boolean {
  const list = new IssueList(anywhere);
  checkConstraints(constraints, value, documentPlace, '', list);
  return list.isEmpty;
}
