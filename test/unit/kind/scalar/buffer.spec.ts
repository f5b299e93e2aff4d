import { describe, expect, test } from 'vitest';
import { Binary } from 'mongodb';
import { bufferKind } from '../../../../lib/kind/scalar/buffer.js';

describe('bufferKind', () => {
  test('encodes a copy, as a Binary of subtype 0', () => {
    const value = new Uint8Array([1, 2]);
    const made = bufferKind.encode(value as never) as Binary;
    value.fill(9);
    expect(made.sub_type).toBe(0);
    expect([...made.value()]).toEqual([1, 2]);
  });

  test('encodes the part of memory that a view shows', () => {
    const view = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
    expect([...(bufferKind.encode(view as never) as Binary).value()]).toEqual([2, 3]);
  });

  test('decodes a copy, as a Buffer', () => {
    const stored = new Binary(Buffer.from('aa'));
    const made = bufferKind.decode(stored) as Buffer;
    stored.buffer.fill(0);
    expect(Buffer.isBuffer(made)).toBe(true);
    expect(made.toString()).toBe('aa');
  });
});
