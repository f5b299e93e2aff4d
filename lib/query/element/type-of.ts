import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

const bsonTypes = Object.freeze([
  ...([
    'double',
    'string',
    'object',
    'array',
    'binData',
    'undefined',
    'objectId',
    'bool',
    'date',
    'null',
  ] as const),
  ...([
    'regex',
    'dbPointer',
    'javascript',
    'symbol',
    'javascriptWithScope',
    'int',
    'timestamp',
    'long',
  ] as const),
  ...(['decimal', 'minKey', 'maxKey', 'number'] as const),
]);

/** The name of a BSON type; `number` stands for all numeric ones. */
export type BsonTypeName = (typeof bsonTypes)[number];

export const typeOfNode: ValueNode = {
  key: '$type',
  code: 'typeOf(...)',
  fits: () => true,
  compile(operand, { refuse }) {
    const names = operand as readonly unknown[];
    if (names.length > 0 && names.every((name) => bsonTypes.includes(name as BsonTypeName)))
      return { $type: names };
    return refuse('typeOf takes names of BSON types', `Use ${bsonTypes.join(', ')}`);
  },
};

/**
 * Matches documents whose stored value is of one of these BSON types: `{ email: typeOf('null') }`. Elements of arrays count as well.
 * `$type` in MongoDB.
 */
export function typeOf(...names: readonly [BsonTypeName, ...BsonTypeName[]]): FilterOperator<never> {
  return operator(typeOfNode, Object.freeze(names));
}
