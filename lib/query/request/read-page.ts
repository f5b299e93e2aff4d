import type { KeysetPageOptions, NumberedPageOptions } from '../page/page-options.js';
import type { GivenTexts } from './assign-parameters.js';
import type { DeclaredRequest } from './declared-request.js';
import type { RequestIssues } from './request-issues.js';

/** Makes the page of a request. Cursors are checked when they are used. */
export function readRequestedPage(
  given: ReadonlyMap<string, GivenTexts>,
  { size, page }: DeclaredRequest,
  issues: RequestIssues,
): NumberedPageOptions | KeysetPageOptions {
  const numberIn = (name: string, usual: number, max: number): number =>
    countIn(given.get(name), max, issues) ?? usual;
  const sizeIn = (name: string): number => numberIn(name, size.default, size.max);
  if (page === 'number') {
    const number = numberIn('page', 1, Math.floor(Number.MAX_SAFE_INTEGER / size.max));
    return { number, size: sizeIn('size') };
  }
  const isBackward = given.has('last') || given.has('before');
  const [count, cursor] = isBackward ? (['last', 'before'] as const) : (['first', 'after'] as const);
  for (const other of isBackward ? ['first', 'after'] : [])
    if (given.has(other)) issues.add(other, 'conflict', 'cannot stand beside last or before');
  const text = oneText(given.get(cursor), issues);
  const [asked, place] = [sizeIn(count), text === undefined ? {} : { [cursor]: text }];
  return { [count]: asked, ...place } as unknown as KeysetPageOptions;
}

/** A whole number from 1 on; undefined if it is missing, or if there is an issue. */
function countIn(given: GivenTexts | undefined, max: number, issues: RequestIssues): number | undefined {
  const text = oneText(given, issues);
  if (!given || text === undefined) return undefined;
  if (!/^-?\d{1,15}$/.test(text)) return issues.reject(given.label, 'type', 'should be a whole number');
  const count = Number(text);
  if (count < 1) return issues.reject(given.label, 'min', 'should be at least 1');
  return count <= max ? count : issues.reject(given.label, 'max', `should be at most ${max}`);
}

function oneText(given: GivenTexts | undefined, issues: RequestIssues): string | undefined {
  if (given && given.texts.length > 1) return issues.reject(given.label, 'too_many', 'takes one value');
  return given?.texts[0];
}
