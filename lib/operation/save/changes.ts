import type { ChangeSet } from '../../state/change/change-set.js';
import { toChangeSet } from '../../state/change/to-change-set.js';
import { findMisfits } from '../../validation/fast/find-misfits.js';
import { ValidationError } from '../../validation/validation-error.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { pendingDifferences } from '../write/pending-differences.js';
import type { RepositoryContext } from '../repository-context.js';
import { findSnapshot } from '../stored-snapshot.js';
import { unchangedTest } from '../write/unchanged-issues.js';

/** Computes what the next save would write. Missing values are accepted, since receivers may add them; values of a wrong type are not. */
export function changes(repository: RepositoryContext, document: object): ChangeSet {
  const schema = schemaOfDocument(repository, document, 'changes');
  const snapshot = findSnapshot(repository, document, 'changes');
  const { issues } = findMisfits(schema, document, snapshot && unchangedTest(schema, document, snapshot));
  if (!issues.isEmpty) throw new ValidationError(schema.name, issues.listed, issues.total);
  const differences = pendingDifferences(repository, schema, document, 'changes');
  return toChangeSet(() => differences);
}
