import { describe, expect, test } from 'vitest';
import {
  postCommit,
  postInit,
  postRollback,
  postSave,
  signalError,
  signals,
  transactionSignals,
} from '../../../lib/lifecycle/signals.js';

describe('signals', () => {
  test('are these, in the order in which a document meets them', () => {
    expect(signals.map(({ name }) => name)).toEqual([
      'preInit',
      'postInit',
      'postLoad',
      'preSave',
      'preSavePostValidation',
      'postSave',
      'preDelete',
      'postDelete',
      'preBulkInsert',
      'postBulkInsert',
      'preUpdate',
      'postUpdate',
      'postWrite',
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
      'postUpdate',
      'postWrite',
    ]);
    expect(postSave.phases).toEqual(['now', 'afterCommit', 'notApplied']);
    expect(postInit.phases).toEqual(['now']);
  });

  test('of transactions have one phase each, and stand in a list of their own', () => {
    expect(transactionSignals).toEqual([postCommit, postRollback]);
    expect(transactionSignals.map(({ name, moment, phases }) => [name, moment, phases])).toEqual([
      ['postCommit', 'post', ['afterCommit']],
      ['postRollback', 'post', ['notApplied']],
    ]);
    expect([signalError.moment, signalError.phases]).toEqual(['post', ['now']]);
  });

  test('are frozen', () => {
    expect(
      [signals, transactionSignals, ...transactionSignals, signalError, ...signals].every(Object.isFrozen),
    ).toBe(true);
  });
});
