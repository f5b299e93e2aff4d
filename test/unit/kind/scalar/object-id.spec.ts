import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { newObjectId } from '../../../../lib/kind/scalar/object-id.js';

describe('newObjectId', () => {
  test('makes a new one each time', () => {
    expect(newObjectId()).toBeInstanceOf(ObjectId);
    expect(newObjectId().equals(newObjectId())).toBe(false);
  });
});
