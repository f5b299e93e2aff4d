import { assembleValue } from '../../codec/assemble.js';
import { belongsToOf } from '../../kind/belongs-to.js';
import { encodeValue } from '../../codec/encode.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { ownValue } from '../../value/own-value.js';
import { newPlain } from '../../value/plain-object.js';
import { whyUnchangeable } from '../../schema/unchangeable.js';
import { setField } from '../../schema/set-field.js';
import { isDifferent } from '../../state/change/difference.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import { findValueIssues } from '../../validation/find-issues.js';
import { ValidationError } from '../../validation/validation-error.js';
import { newIssue } from '../../validation/validation-issue.js';
import type { ValidationIssue } from '../../validation/validation-issue.js';
import { assertTaken } from '../../reference/assert-taken.js';
import { noteTargets } from '../../reference/note-targets.js';
import { assertKnownFields } from '../write/assert-valid.js';
import { normaliseDocument } from '../write/normalise-document.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { assertEmptiesNoMap } from './emptied-maps.js';
import { convertGiven } from '../../codec/convert-given.js';
import { assertOptions } from '../assert-options.js';
import type { AssignOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { StaleDocumentError } from '../operation-errors.js';
import { findSnapshot } from '../stored-snapshot.js';

type Values = Readonly<Record<string, unknown>>;

/** Assigns the values that are not undefined to a document: all of them, or none if one is refused. Sends nothing. */
export function assign<T extends object>(
  repository: RepositoryContext,
  document: T,
  values: object,
  options: AssignOptions,
): T {
  const schema = schemaOfDocument(repository, document, 'assign');
  const snapshot = findSnapshot(repository, document, 'assign');
  assertOptions(repository, options);
  assertKnownFields(schema, values);
  assertEmptiesNoMap(schema, values as Values, document as Values);
  const given = givenFields(repository, schema, values as Values);
  const { states } = repository.memory;
  assertTaken(schema, given, { snapshot, states });
  normaliseDocument(schema, given, snapshot);
  if (snapshot) assertKeepsStored(repository, schema, snapshot, given, options);
  setAll(schema, document as Record<string, unknown>, given);
  noteTargets(schema, document, given);
  return document;
}

/** Collects the given values by field name, without those that are undefined. Checks nothing. */
function givenFields({ memory }: RepositoryContext, schema: RootSchema, values: Values): Values {
  const { undeclared } = memory;
  const given = newPlain();
  // Null clears the reference beside it, unless that is given too.
  for (const { name, reference } of belongsToOf(schema))
    if (values[name] === null && values[reference] === undefined) given[reference] = undefined;
  for (const [name, value] of Object.entries(convertGiven(schema, values, undeclared))) {
    const field = schema.fieldsByName.get(name);
    if (value !== undefined) given[name] = field ? assembleValue(field.type, value, undeclared) : value;
  }
  return given;
}

/**
 * Refuses a change of fields that are immutable or written by the library; their stored value may be given.
 * @throws ValidationError, StaleDocumentError for another version: the values come from another state of the document
 */
function assertKeepsStored(
  { memory }: RepositoryContext,
  schema: RootSchema,
  snapshot: Snapshot,
  given: Values,
  options: AssignOptions,
): void {
  const issues: ValidationIssue[] = [];
  let isStale = false;
  for (const name of Object.keys(given)) {
    const field = schema.fieldsByName.get(name);
    const refusal = field && whyUnchangeable(field, options.behaviours);
    if (!refusal) continue;
    const { key, type } = field;
    const { stored, baseline } = snapshot.read([key]);
    const value = given[name];
    const misfits = findValueIssues(type, value, name);
    issues.push(...misfits);
    if (misfits.length > 0) continue;
    const encoded = encodeValue(type, value, memory.undeclared);
    if (!isDifferent(type, ownValue(stored, key), ownValue(baseline, key), encoded)) continue;
    if (field.role?.kind === 'version' && value !== null) isStale = true;
    else issues.push(newIssue(name, 'immutable', refusal, [name]));
  }
  if (issues.length > 0) throw new ValidationError(schema.name, issues);
  if (isStale) throw new StaleDocumentError(schema.name, 'changed');
}

/** Sets all values. If a setter of the class refuses one, those before it are restored. */
function setAll(schema: RootSchema, document: Record<string, unknown>, given: Values): void {
  const before: [name: string, value: unknown][] = [];
  try {
    for (const name of Object.keys(given)) {
      const value = document[name];
      setField(schema, document, name, given[name]);
      before.unshift([name, value]);
    }
  } catch (error) {
    for (const [name, value] of before) Reflect.set(document, name, value);
    throw error;
  }
}
