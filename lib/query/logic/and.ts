import { group, groupNode } from './group.js';

export const andNode = groupNode('$and', 'and');

/**
 * Matches documents that match all of these: conditions on one path, `{ age: and(gte(18), lt(65)) }`, or whole filters,
 * `and({ name: 'Ada' }, or({ age: 3 }, { age: null }))`. `$and` in MongoDB.
 */
export const and = group(andNode);
