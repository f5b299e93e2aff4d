import { allOfNode } from './array/all-of.js';
import { elemMatchNode } from './array/elem-match.js';
import { sizeNode } from './array/size.js';
import { betweenNode } from './comparison/between.js';
import { equal } from './comparison/equal.js';
import { gtNode } from './comparison/gt.js';
import { gteNode } from './comparison/gte.js';
import { ltNode } from './comparison/lt.js';
import { lteNode } from './comparison/lte.js';
import { noneOfValues } from './comparison/none-of.js';
import { notEqual } from './comparison/not-equal.js';
import { oneOfValues } from './comparison/one-of.js';
import { bitNodes } from './element/bits.js';
import { existsNode } from './element/exists.js';
import { modNode } from './element/mod.js';
import { rawNode } from './element/raw.js';
import { typeOfNode } from './element/type-of.js';
import type { FilterNode } from './filter-operator.js';
import { intersectsNode } from './geo/intersects.js';
import { nearNode } from './geo/near.js';
import { withinCircleNode } from './geo/within-circle.js';
import { withinNode } from './geo/within.js';
import { andNode } from './logic/and.js';
import { negation } from './logic/negation.js';
import { norNode } from './logic/nor.js';
import { orNode } from './logic/or.js';
import { containsNode } from './text/contains.js';
import { endsWithNode } from './text/ends-with.js';
import { matchesNode } from './text/matches.js';
import { startsWithNode } from './text/starts-with.js';
import { textNode } from './text/text.js';

/** All operators of filters: to add one, add a file and a row. */
const nodes: readonly FilterNode[] = Object.freeze([
  ...[equal, notEqual, oneOfValues, noneOfValues, gtNode, gteNode, ltNode, lteNode, betweenNode],
  ...[negation, andNode, orNode, norNode],
  ...[existsNode, typeOfNode, modNode, ...Object.values(bitNodes)],
  ...[sizeNode, allOfNode, elemMatchNode],
  ...[containsNode, startsWithNode, endsWithNode, matchesNode, textNode],
  ...[nearNode, withinNode, withinCircleNode, intersectsNode],
  rawNode,
]);

/** The code to write for an operator of MongoDB; undefined for an unsupported one. */
export function codeFor(key: string): string | undefined {
  return nodes.find((node) => node.key === key)?.code;
}
