import { shownPath } from '../../errors/shown-name.js';
import { DocumentsError } from '../../errors/documents-error.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { compileSort } from '../compile-sort.js';
import { findPath } from '../find-path.js';
import { sortKeysOf } from '../page/sort-keys.js';
import type { RequestPaging } from './request-options.js';

/** Checks that documents can be sorted by the declared paths, for pages by cursor too. */
export function assertSortable(
  schema: RootSchema,
  paths: readonly string[],
  defaultSort: unknown,
  page: RequestPaging,
  refuse: (reason: string, remedy: string) => never,
): void {
  for (const path of paths)
    if (!findPath(schema, path))
      refuse(`${shownPath(path)} in sort does not lead to a declared field`, 'Use paths of the class');
  try {
    const usual = compileSort(schema, defaultSort);
    if (page === 'number') return;
    sortKeysOf(schema, usual);
    for (const path of paths) sortKeysOf(schema, compileSort(schema, Object.fromEntries([[path, 1]])));
  } catch (error) {
    if (!(error instanceof DocumentsError)) throw error;
    refuse(error.reason, error.remedy);
  }
}
