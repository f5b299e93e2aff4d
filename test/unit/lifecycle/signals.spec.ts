import { describe, expect, test } from '@jest/globals';
import { postInit, postSave, signals } from '../../../lib/lifecycle/signals.js';

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

  test('have later phases if they report a write', () => {
    expect(signals.filter(({ phases }) => phases.length > 1).map(({ name }) => name)).toEqual([
      'postSave',
      'postDelete',
      'postBulkInsert',
    ]);
    expect(postSave.phases).toEqual(['now', 'afterCommit', 'afterRollback']);
    expect(postInit.phases).toEqual(['now']);
  });

  test('are frozen', () => {
    expect([signals, ...signals].every(Object.isFrozen)).toBe(true);
  });
});
