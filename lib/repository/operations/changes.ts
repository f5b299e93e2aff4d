import type { ChangeSet } from '../../state/change-set.js';
import { toChangeSet } from '../../state/to-change-set.js';
import { findValueIssues } from '../../validation/find-issues.js';
import { ValidationError } from '../../validation/validation-error.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { pendingDifferences } from '../pending-differences.js';
import type { RepositoryContext } from '../repository-context.js';
import { findSnapshot } from '../stored-snapshot.js';
import { withoutUnchanged } from '../unchanged-issues.js';

/** What the next save would write. Missing values are no obstacle, as a save's receivers may add them; values of another type are. */
export function changes(repository: RepositoryContext, document: object): ChangeSet {
  const schema = schemaOfDocument(repository, document, 'changes');
  const found = schema.fields.flatMap(({ name, type }) =>
    findValueIssues(type, (document as Record<string, unknown>)[name], name),
  );
  const snapshot = found.length > 0 && findSnapshot(repository, document, 'changes');
  const issues = snapshot ? withoutUnchanged(schema, document, found, snapshot) : found;
  if (issues.length > 0) throw new ValidationError(schema.name, issues);
  const differences = pendingDifferences(repository, schema, document, 'changes');
  return toChangeSet(() => differences);
}
