import { group, groupNode } from './group.js';

export const norNode = groupNode('$nor', 'nor');

/**
 * Matches documents that match none of these: whole filters, `nor({ name: 'Ada' }, { age: gt(90) })`, or conditions on one path.
 * `$nor` in MongoDB.
 */
export const nor = group(norNode);
