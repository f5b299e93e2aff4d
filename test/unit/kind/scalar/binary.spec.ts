import { describe, expect, test } from 'vitest';
import { Binary } from 'mongodb';
import { binaryKind, bytesOf } from '../../../../lib/kind/scalar/binary.js';

describe('binaryKind', () => {
  test.each([
    ['encode', (value: Binary) => binaryKind.encode(value as never)],
    ['decode', (value: Binary) => binaryKind.decode(value)],
  ])('%ss a copy with the subtype', (_way, code) => {
    const value = new Binary(Buffer.from('aa'), 128);
    const made = code(value) as Binary;
    value.buffer.fill(0);
    expect(made.toString()).toBe('aa');
    expect(made.sub_type).toBe(128);
  });
});

describe('bytesOf', () => {
  test('takes what was written, not the space behind it', () => {
    const value = new Binary();
    value.put(1);
    expect([...bytesOf(value)]).toEqual([1]);
  });
});
