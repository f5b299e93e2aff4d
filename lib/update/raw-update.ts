import { findPath } from '../query/find-path.js';
import type { DocumentSchema } from '../schema/document-schema.js';
import { describeValue } from '../value/describe-value.js';
import { frozenCopy } from '../value/frozen-copy.js';
import { holdsUndefined, isPlainObject, newPlain } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';
import { InvalidUpdateError } from './update-errors.js';

/** The paths of an update in the form of operators, as they were given; none for a pipeline and for anything else. */
export function pathsOfRaw(raw: unknown): string[] {
  if (!isPlainObject(raw)) return [];
  return Object.entries(raw).flatMap(([key, operand]) => {
    if (!isPlainObject(operand)) return [];
    const targets =
      key === '$rename' ? Object.values(operand).filter((each) => typeof each === 'string') : [];
    return [...Object.keys(operand), ...targets];
  });
}

/**
 * Compiles an update that the programmer wrote in the server's form, and adds what receivers and the library change. Field names become
 * keys where it has the form of operators; a pipeline is sent as it is.
 * @param added operators for stored paths
 * @throws InvalidUpdateError
 */
export function compileRaw(schema: DocumentSchema, raw: unknown, added: Plain): Plain | readonly Plain[] {
  const copied = copyOf(schema, raw);
  if (Array.isArray(copied)) return [...(copied as Plain[]), ...stagesOf(schema, added)];
  return withOperators(operatorsOf(schema, copied as Plain), added);
}

function copyOf(schema: DocumentSchema, raw: unknown): unknown {
  const refuse = (reason: string): never => {
    throw new InvalidUpdateError(
      schema.name,
      reason,
      'Give raw operators as { $set: { ... } }, or a list of stages',
    );
  };
  const isList = Array.isArray(raw);
  const parts: readonly unknown[] = isList ? (raw as unknown[]) : [raw];
  if (parts.length === 0 || !parts.every(isStage))
    return refuse(`raw was given ${describeValue(raw)}, or keys that are no operators`);
  if (holdsUndefined(raw)) return refuse('raw holds undefined, which the driver would send as null');
  try {
    return frozenCopy(raw);
  } catch {
    return refuse('raw is nested too deep, or holds itself');
  }
}

function isStage(part: unknown): boolean {
  const keys = isPlainObject(part) ? Object.keys(part) : [];
  return keys.length > 0 && keys.every((key) => key.startsWith('$'));
}

/** Replaces field names by keys. Paths that are not declared stay as they are. */
function operatorsOf(schema: DocumentSchema, operators: Plain): Plain {
  const compiled = newPlain();
  for (const [key, operand] of Object.entries(operators)) {
    if (!isPlainObject(operand)) compiled[key] = operand;
    else {
      const paths = newPlain();
      for (const [path, value] of Object.entries(operand)) paths[keyPathOf(schema, path)] = value;
      compiled[key] = paths;
    }
  }
  return compiled;
}

/** Finds the stored path. `$[]`, `$[name]` and `$` stand for an element. */
function keyPathOf(schema: DocumentSchema, path: string): string {
  const names = path.split('.');
  const found = findPath(schema, names.map((name) => (name.startsWith('$') ? '0' : name)).join('.'));
  if (!found) return path;
  const keys = found.keyPath.split('.');
  return names.length === keys.length
    ? keys.map((key, index) => (names[index]?.startsWith('$') ? names[index] : key)).join('.')
    : path;
}

function withOperators(operators: Plain, added: Plain): Plain {
  const joined = Object.assign(newPlain(), operators);
  for (const [key, paths] of Object.entries(added))
    joined[key] = Object.assign(newPlain(), joined[key], paths);
  return joined;
}

/** Turns operators into stages. @throws InvalidUpdateError for one that has no stage */
function stagesOf(schema: DocumentSchema, added: Plain): Plain[] {
  return Object.entries(added).map(([key, paths]) => {
    const entries = Object.entries(paths as Plain);
    if (key === '$unset') return { $unset: entries.map(([path]) => path) };
    if (key === '$set') return { $set: expressions(entries, (value) => ({ $literal: value })) };
    if (key === '$inc')
      return { $set: expressions(entries, (by, path) => ({ $add: [{ $ifNull: [`$${path}`, 0] }, by] })) };
    if (key === '$currentDate') return { $set: expressions(entries, () => '$$NOW') };
    throw new InvalidUpdateError(
      schema.name,
      'It is a pipeline, and a receiver of preUpdate adds an operator that pipelines do not have',
      'Set a value there, or use unset, inc or now',
    );
  });
}

function expressions(
  entries: readonly [string, unknown][],
  make: (value: unknown, path: string) => unknown,
): Plain {
  return Object.fromEntries(entries.map(([path, value]) => [path, make(value, path)]));
}
