import { isDate, isMap, isUint8Array } from 'node:util/types';
import type { FieldChoice, Constraints, FieldLimit } from '../schema/declare/constraints.js';
import type { IssueList } from './issue-list.js';
import type { Place, Segment } from './place.js';

/** Checks a value of the right type against the constraints of its field, except those of its elements and validators. */
export function checkConstraints(
  constraints: Constraints,
  value: unknown,
  place: Place,
  segment: Segment,
  list: IssueList,
): void {
  const { choices, min, max, minLength, maxLength, pattern } = constraints;
  if (choices && !isChoice(choices, value))
    list.add(place, segment, 'enum', `should be one of ${choices.map(textOf).join(', ')}`);
  if (min !== undefined && (value as FieldLimit) < min)
    list.add(place, segment, 'min', `should be at least ${textOf(min)}`);
  if (max !== undefined && (value as FieldLimit) > max)
    list.add(place, segment, 'max', `should be at most ${textOf(max)}`);
  if (minLength !== undefined && isShorter(value, minLength))
    list.add(place, segment, 'min_length', `should have at least ${amount(value, minLength)}`);
  if (maxLength !== undefined && isLonger(value, maxLength))
    list.add(place, segment, 'max_length', `should have at most ${amount(value, maxLength)}`);
  // Unlike test(), search() neither reads nor stores where the last match ended.
  if (pattern && (value as string).search(pattern) === -1)
    list.add(place, segment, 'pattern', `should match ${String(pattern)}`);
}

function isChoice(choices: readonly FieldChoice[], value: unknown): boolean {
  if (choices.includes(value as FieldChoice)) return true;
  return typeof value === 'object' && value !== null && choices.some((choice) => isSameObject(choice, value));
}

/** Compares dates, bytes and values of the driver by value. */
function isSameObject(choice: FieldChoice, value: object): boolean {
  if (typeof choice !== 'object') return false;
  if (isDate(choice)) return isDate(value) && choice.getTime() === value.getTime();
  if (isUint8Array(choice)) return isUint8Array(value) && Buffer.compare(choice, value) === 0;
  const { _bsontype: tag } = choice;
  return (
    tag === (value as { _bsontype?: string })._bsontype && JSON.stringify(choice) === JSON.stringify(value)
  );
}

function isShorter(value: unknown, least: number): boolean {
  // A character is one or two code units of a string: usually there is nothing to count.
  if (typeof value === 'string')
    return value.length < least || (value.length < 2 * least && characters(value) < least);
  return sizeOf(value) < least;
}

function isLonger(value: unknown, greatest: number): boolean {
  if (typeof value === 'string') return value.length > greatest && characters(value) > greatest;
  return sizeOf(value) > greatest;
}

function characters(text: string): number {
  let count = 0;
  for (const _character of text) count++;
  return count;
}

function sizeOf(value: unknown): number {
  return isMap(value) ? value.size : (value as readonly unknown[]).length;
}

function amount(value: unknown, count: number): string {
  const [one, many] = runOf(value);
  return `${count} ${count === 1 ? one : many}`;
}

function runOf(value: unknown): readonly [string, string] {
  if (typeof value === 'string') return ['character', 'characters'];
  if (isMap(value)) return ['entry', 'entries'];
  return isUint8Array(value) ? ['byte', 'bytes'] : ['element', 'elements'];
}

/** A choice or limit in a message. */
function textOf(value: FieldChoice): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (isDate(value)) return value.toISOString();
  if (isUint8Array(value)) return Buffer.from(value).toString('hex');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
