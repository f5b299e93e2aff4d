import { isInstanceOf } from '../../errors/read-safely.js';
import { Issues } from '../../validation/issues.js';
import { ValidationError } from '../../validation/validation-error.js';
import { issueAt } from '../../validation/validation-issue.js';
import type { Operation } from '../operation.js';
import type { Saving } from './saving.js';

/**
 * Validates the documents of a list, each given with its index.
 * @throws ValidationError with the issues, up to the limit; paths begin with the index
 */
export async function validateEach(
  operation: Operation,
  savings: Iterable<readonly [index: number, saving: Saving<object>]>,
): Promise<void> {
  const issues = new Issues();
  for (const [index, saving] of savings) {
    if (issues.isFull) break;
    try {
      await saving.validate();
    } catch (error) {
      if (!isInstanceOf(error, ValidationError)) throw error;
      for (const issue of error.issues) issues.add(issueAt(index, issue));
    }
  }
  if (!issues.isEmpty)
    throw new ValidationError(operation.repository.schema.name, issues.listed, issues.total);
}
