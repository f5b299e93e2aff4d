import { describe, expect, test } from '@jest/globals';
import { signals } from '../../../lib/lifecycle/signals.js';

describe('signals', () => {
  test('are these, in the order in which a document meets them', () => {
    expect(signals.map(({ name }) => name)).toEqual([
      'preInit',
      'postInit',
      'preSave',
      'preSavePostValidation',
      'postSave',
      'preDelete',
      'postDelete',
      'preBulkInsert',
      'postBulkInsert',
    ]);
  });

  test('are sent at the moment that their name says', () => {
    for (const { name, moment } of signals) expect(name.startsWith(moment)).toBe(true);
  });

  test('are frozen', () => {
    expect([signals, ...signals].every(Object.isFrozen)).toBe(true);
  });
});
