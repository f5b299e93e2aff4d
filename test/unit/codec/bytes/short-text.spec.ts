import { describe, expect, test } from 'vitest';
import { shortText } from '../../../../lib/codec/bytes/short-text.js';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

describe('shortText', () => {
  test.each(Array.from({ length: 29 }, (_, length) => length))('reads a text of %i characters', (length) => {
    const bytes = Buffer.from(`>>${alphabet}`);
    expect(shortText(bytes, 2, length)).toBe(alphabet.slice(0, length));
  });

  test('leaves longer texts to others', () => {
    expect(shortText(Buffer.from(alphabet), 0, 29)).toBeUndefined();
  });

  test.each([1, 2, 12, 28])(
    'leaves what is not ASCII to others, wherever it stands in %i bytes',
    (length) => {
      for (let at = 0; at < length; at++) {
        const bytes = Buffer.alloc(length, 'a');
        bytes[at] = 0xc3;
        expect(shortText(bytes, 0, length)).toBeUndefined();
      }
    },
  );
});
