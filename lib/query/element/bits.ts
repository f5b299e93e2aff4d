import { isUint8Array } from 'node:util/types';
import type { Binary } from 'mongodb';
import { elementsOf } from '../../value/elements-of.js';
import type { FieldType } from '../../schema/document-schema.js';
import { frozenList } from '../comparison/one-of.js';
import { isNumeric, isWhole } from './numeric.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

/** Bits to test: a mask as a number or bytes, or positions from 0, the least significant bit. */
export type BitMask = number | bigint | Uint8Array | readonly number[];

/** Fields whose bits can be tested. */
type WithBits = number | bigint | Uint8Array | Binary;

type BitKey = '$bitsAllSet' | '$bitsAnySet' | '$bitsAllClear' | '$bitsAnyClear';

function hasBits(type: FieldType): boolean {
  return isNumeric(type) || type.kind === 'binary' || type.kind === 'buffer';
}

function isMask(operand: unknown): operand is BitMask {
  if (isUint8Array(operand)) return operand.length > 0;
  const numbers: readonly unknown[] = Array.isArray(operand) ? elementsOf(operand) : [operand];
  return numbers.length > 0 && numbers.every((each) => isWhole(each) && each >= 0);
}

function bitNode(key: BitKey): ValueNode {
  const name = key.slice(1);
  return {
    key,
    code: `${name}(...)`,
    fits: hasBits,
    compile(operand, { refuse }) {
      if (isMask(operand)) return { [key]: operand };
      return refuse(
        `${name} takes a mask or positions of bits`,
        'Give a whole number of at least 0, bytes, or a list of positions',
      );
    },
  };
}

function bitOperator(node: ValueNode): <N extends WithBits = never>(mask: BitMask) => FilterOperator<N> {
  return (mask) => operator(node, frozenList(mask));
}

export const bitNodes = Object.freeze({
  allSet: bitNode('$bitsAllSet'),
  anySet: bitNode('$bitsAnySet'),
  allClear: bitNode('$bitsAllClear'),
  anyClear: bitNode('$bitsAnyClear'),
});

/** Matches documents in which all of these bits are 1: `{ flags: bitsAllSet(0b101) }`. `$bitsAllSet` in MongoDB. */
export const bitsAllSet = bitOperator(bitNodes.allSet);
/** Matches documents in which any of these bits is 1: `{ flags: bitsAnySet([0, 2]) }`. `$bitsAnySet` in MongoDB. */
export const bitsAnySet = bitOperator(bitNodes.anySet);
/** Matches documents in which all of these bits are 0. `$bitsAllClear` in MongoDB. */
export const bitsAllClear = bitOperator(bitNodes.allClear);
/** Matches documents in which any of these bits is 0. `$bitsAnyClear` in MongoDB. */
export const bitsAnyClear = bitOperator(bitNodes.anyClear);
