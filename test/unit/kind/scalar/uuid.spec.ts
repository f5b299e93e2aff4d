import { describe, expect, test } from 'vitest';
import { Binary, UUID } from 'mongodb';
import { newUuid, uuidKind } from '../../../../lib/kind/scalar/uuid.js';

describe('uuidKind', () => {
  test('decodes a Binary of subtype 4 as UUID, with bytes of its own', () => {
    const text = '01234567-89ab-4def-8123-456789abcdef';
    const stored = new Binary(Buffer.from(text.replaceAll('-', ''), 'hex'), 4);
    const made = uuidKind.decode(stored) as UUID;
    stored.buffer.fill(0);
    expect(made).toBeInstanceOf(UUID);
    expect(made.toString()).toBe(text);
  });

  test('makes a new one each time', () => {
    expect(newUuid()).toBeInstanceOf(UUID);
    expect(newUuid().equals(newUuid())).toBe(false);
  });
});
