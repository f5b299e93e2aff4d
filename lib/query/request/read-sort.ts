import type { GivenTexts } from './assign-parameters.js';
import type { DeclaredRequest } from './declared-request.js';
import type { RequestIssues } from './request-issues.js';

/** Makes the sort of a request: `-createdAt,name`. */
export function readSort(
  given: GivenTexts | undefined,
  { sortable, defaultSort }: DeclaredRequest,
  issues: RequestIssues,
): object {
  if (!given) return defaultSort;
  const sort = new Map<string, 'asc' | 'desc'>();
  for (const part of given.texts.flatMap((text) => text.split(',', sortable.length + 1))) {
    const isDescending = part.startsWith('-');
    const path = isDescending ? part.slice(1) : part;
    if (!sortable.includes(path)) issues.add(given.label, 'sort', refusal(sortable));
    else if (sort.has(path)) issues.add(given.label, 'duplicate', 'names a path twice');
    else sort.set(path, isDescending ? 'desc' : 'asc');
  }
  return Object.fromEntries(sort);
}

function refusal(sortable: readonly string[]): string {
  return sortable.length === 0 ? 'is not possible here' : `can name ${sortable.join(', ')} only`;
}
