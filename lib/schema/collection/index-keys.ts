import type { IndexDirection } from '../declare/index-record.js';
import type { FieldType } from '../document-schema.js';
import { describeType } from '../describe-type.js';
import { findIndexPath } from './index-path.js';
import type { IndexPlace } from './index-place.js';
import { joinedPath } from './index-place.js';
import type { IndexKey } from '../collection-schema.js';

/** A key of an index, with what the checks of the index need to know of it. */
export interface CheckedKey extends IndexKey {
  readonly type: FieldType;
  /** The path of the outermost array that it passes or leads to; undefined without one. */
  readonly array: string | undefined;
  readonly isWildcard: boolean;
}

const directions: readonly unknown[] = Object.freeze([1, -1, 'text', 'hashed', '2dsphere', '2d']);

/**
 * One key of an index: the path of a field, or with `$**` at its end all that is below.
 * @throws InvalidSchemaError
 */
export function checkedKey(place: IndexPlace, path: string, given: unknown): CheckedKey {
  if (!directions.includes(given))
    return place.refuse(
      `has an unknown direction for "${path}"`,
      `Use 1, -1, 'text', 'hashed', '2dsphere' or '2d'`,
    );
  const direction = given as IndexDirection;
  const isWildcard = path === '$**' || path.endsWith('.$**');
  const { keyPath, type, array, isRequired } = isWildcard ? allBelow(place, path) : foundAt(place, path);
  const key = {
    ...joinedPath(place.prefix, { path, keyPath }),
    isRequired: place.isRequired && isRequired,
    ...{ direction, type, isWildcard, array: array ?? (type.kind === 'array' ? keyPath : undefined) },
  };
  const misfit = isWildcard ? wildcardMisfit(key) : misfitOf(key);
  return misfit === undefined ? key : place.refuse(...misfit);
}

type Found = Pick<CheckedKey, 'keyPath' | 'type' | 'array' | 'isRequired'>;

function foundAt(place: IndexPlace, path: string): Found {
  const found = findIndexPath(place.schema, path);
  if (found) return found;
  const { name, fieldsByName } = place.schema;
  return place.refuse(
    `has the path "${path}", which does not lead to a declared field`,
    `Use field names, joined by dots; ${name} has ${[...fieldsByName.keys()].join(', ')}`,
  );
}

function allBelow(place: IndexPlace, path: string): Found {
  if (path === '$**')
    return {
      keyPath: '$**',
      type: { kind: 'embedded', schema: place.schema },
      array: undefined,
      isRequired: false,
    };
  const found = foundAt(place, path.slice(0, -'.$**'.length));
  return { ...found, keyPath: `${found.keyPath}.$**` };
}

/** Explains why a key of that kind is not made of such values, and what to do; undefined if it can be. */
type Misfit = readonly [reason: string, remedy: string] | undefined;

function misfitOf({ path, direction, type, array }: CheckedKey): Misfit {
  const element = elementOf(type);
  const described = describeType(type);
  switch (direction) {
    case 'text':
      return ['string', 'any'].includes(element.kind)
        ? undefined
        : [`has the kind 'text' for "${path}", which is ${described}`, 'Use it for texts'];
    case 'hashed':
      return array === undefined
        ? undefined
        : [`has the kind 'hashed' for "${path}", which is in an array`, 'Use 1: the server hashes no arrays'];
    case '2dsphere':
    case '2d':
      return ['embedded', 'any', 'map'].includes(element.kind) || isPair(type)
        ? undefined
        : [`has the kind '${direction}' for "${path}", which is ${described}`, 'Use it for GeoJSON or pairs'];
    default:
      return undefined;
  }
}

function wildcardMisfit({ path, direction, type }: CheckedKey): Misfit {
  const isText = direction === 'text' && path === '$**';
  if (direction !== 1 && direction !== -1 && !isText)
    return [`has the kind '${direction}' for "${path}"`, 'Use 1 for all that is below a path'];
  return ['embedded', 'map', 'any'].includes(elementOf(type).kind)
    ? undefined
    : [`has "${path}" for ${describeType(type)}, which has nothing below`, 'Use the path without $**'];
}

function elementOf(type: FieldType): FieldType {
  return type.kind === 'array' ? elementOf(type.of) : type;
}

/** Whether a type may be two coordinates, or a list of them. */
function isPair(type: FieldType): boolean {
  return (
    type.kind === 'array' &&
    ['number', 'double', 'int32', 'bigint', 'decimal128'].includes(elementOf(type).kind)
  );
}
