import { describe, expect, test } from '@jest/globals';
import { Unit } from '../../../lib/connection/unit.js';

describe('A unit', () => {
  test('restores documents in the order in which it met them, each time that it is told to', () => {
    const restored: string[] = [];
    const unit = new Unit({});
    for (const name of ['a', 'b', 'c']) unit.remember({ name }, { restore: () => restored.push(name) });
    unit.restore();
    unit.restore();
    expect(restored).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  test('keeps what a document was like at first', () => {
    const document = {};
    const [before, later] = [{ restore: () => undefined }, { restore: () => undefined }];
    const unit = new Unit({});
    expect(unit.find(document)).toBeUndefined();
    unit.remember(document, before);
    unit.remember(document, later);
    expect(unit.find(document)).toBe(before);
  });

  test('has an id of its own', () => {
    expect(new Unit({}).id).not.toBe(new Unit({}).id);
  });
});
