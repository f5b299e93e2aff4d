import { describeValue } from '../../value/describe-value.js';
import { isObject, ownValue } from '../../value/own-value.js';
import { InvalidQueryError } from '../query-errors.js';

/** A page by its number, checked. */
export interface NumberedRequest {
  readonly number: number;
  readonly size: number;
  readonly skip: number;
}

/** A page by a cursor, whose size is checked. */
export interface KeysetRequest {
  readonly size: number;
  /** Not checked yet; undefined for the page at the beginning or end. */
  readonly cursor: unknown;
  /** Whether it is the page before the cursor. */
  readonly isBackward: boolean;
}

type PageOption = 'number' | 'size' | 'first' | 'after' | 'last' | 'before';

/** The options that stand together, by the one that must be given. */
const forms: Readonly<Record<'number' | 'first' | 'last', readonly PageOption[]>> = Object.freeze({
  number: ['number', 'size'],
  first: ['first', 'after'],
  last: ['last', 'before'],
});
const names = Object.values(forms).flat();

/** Reads the options of a page, which may come from a request; unknown ones are ignored. @throws InvalidQueryError */
export function readPage(documentName: string, options: unknown): NumberedRequest | KeysetRequest {
  const refuse = (reason: string): never => {
    throw new InvalidQueryError(
      documentName,
      reason,
      'Give { number, size }, { first, after } or { last, before }',
    );
  };
  if (!isObject(options)) return refuse(`page was given ${describeValue(options)} and not an object`);
  const given = names.filter((name) => ownValue(options, name) !== undefined);
  const form = (['number', 'first', 'last'] as const).find((name) => given.includes(name));
  if (!form) return refuse('page was given neither number, first nor last');
  if (!given.every((name) => forms[form].includes(name)))
    return refuse(`page was given something beside ${forms[form].join(' and ')}`);
  const count = (name: PageOption): number => {
    const value = ownValue(options, name);
    return isCount(value) ? value : refuse(`${name} of a page is a whole number from 1 on`);
  };
  if (form !== 'number') {
    const isBackward = form === 'last';
    const cursor = ownValue(options, isBackward ? 'before' : 'after');
    return { size: count(form), cursor: cursor === null ? undefined : cursor, isBackward };
  }
  const [number, size] = [count('number'), count('size')];
  const skip = (number - 1) * size;
  return Number.isSafeInteger(skip) ? { number, size, skip } : refuse('The page begins too far behind');
}

/** One less than the greatest whole number, as the server is asked for one more document than the page has. */
function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) < Number.MAX_SAFE_INTEGER;
}
