import { group, groupNode } from './group.js';

export const orNode = groupNode('$or', 'or');

/**
 * Matches documents that match at least one of these: whole filters, `or({ name: 'Ada' }, { age: gt(90) })`, or conditions on one path,
 * `{ age: or(lt(18), gt(65)) }`. `$or` in MongoDB.
 */
export const or = group(orNode);
