import type { Drift } from './drift.js';
import { index, people } from './server-world.js';

/** By what has drifted. */
export const indexDrifts: Readonly<Record<string, Drift>> = {
  'an index is missing': {
    exists: [],
    declared: people([index({ a: 1 })]),
    rows: ['missing | create index | people.a_1 | { a: 1 }'],
    then: ['a_1'],
  },
  'a partial index is missing': {
    exists: [],
    declared: people([
      index({ a: 1, b: -1 }, { unique: true, partialFilterExpression: { status: 'secret' } }),
    ]),
    rows: ['missing | create index | people.a_1_b_-1 | { a: 1, b: -1 }, unique, where status'],
    then: ['a_1_b_-1'],
  },
  'an index expires documents that is missing': {
    exists: [],
    declared: people([index({ at: 1 }, { expireAfterSeconds: 60, hidden: true })]),
    rows: ['missing | create index | people.at_1 | { at: 1 }, hidden, expires after 60 seconds'],
    then: ['at_1'],
  },
  'an index is not declared': {
    exists: [{ key: { old: 1 } }],
    declared: people([]),
    rows: ['extra | drop index | people.old_1 | { old: 1 }'],
    then: ['old_1'],
  },
  'an index is not unique': {
    exists: [{ key: { a: 1 } }],
    declared: people([index({ a: 1 }, { unique: true })]),
    rows: ['different | change index | people.a_1 | unique: no → yes'],
    then: ['a_1'],
  },
  'an index is unique': {
    exists: [{ key: { a: 1 }, unique: true }],
    declared: people([index({ a: 1 })]),
    rows: ['different | replace index | people.a_1 | unique: yes → no'],
    then: ['a_1~2'],
  },
  'an index is sparse': {
    exists: [{ key: { a: 1 }, sparse: true }],
    declared: people([index({ a: 1 })]),
    rows: ['different | replace index | people.a_1 | sparse: yes → no'],
    then: ['a_1~2'],
  },
  'a unique index is not sparse': {
    exists: [{ key: { a: 1 }, unique: true }],
    declared: people([index({ a: 1 }, { unique: true, sparse: true })]),
    rows: ['different | replace index | people.a_1 | sparse: no → yes'],
    then: ['a_1~2'],
  },
  'an index has other keys under its name': {
    exists: [{ key: { a: 1 }, name: 'byA' }],
    declared: people([index({ a: 1, b: 1 }, { name: 'byA' })]),
    rows: ['different | replace index | people.byA | keys: { a: 1 } → { a: 1, b: 1 }'],
    then: ['byA~2'],
  },
  'the keys have another order': {
    exists: [{ key: { a: 1, b: 1 } }],
    declared: people([index({ b: 1, a: 1 })]),
    rows: [
      'missing | create index | people.b_1_a_1 | { b: 1, a: 1 }',
      'extra | drop index | people.a_1_b_1 | { a: 1, b: 1 }',
    ],
    then: ['a_1_b_1', 'b_1_a_1'],
  },
  'a direction differs': {
    exists: [{ key: { a: 1 }, name: 'byA' }],
    declared: people([index({ a: -1 }, { name: 'byA' })]),
    rows: ['different | replace index | people.byA | keys: { a: 1 } → { a: -1 }'],
    then: ['byA~2'],
  },
  'documents expire later': {
    exists: [{ key: { at: 1 }, expireAfterSeconds: 60 }],
    declared: people([index({ at: 1 }, { expireAfterSeconds: 3600 })]),
    rows: ['different | change index | people.at_1 | expires after seconds: 60 → 3600'],
    then: ['at_1'],
  },
  'documents do not expire yet': {
    exists: [{ key: { at: 1 } }],
    declared: people([index({ at: 1 }, { expireAfterSeconds: 60 })]),
    rows: ['different | change index | people.at_1 | expires after seconds: never → 60'],
    then: ['at_1'],
  },
  'documents expire that are to stay': {
    exists: [{ key: { at: 1 }, expireAfterSeconds: 60 }],
    declared: people([index({ at: 1 })]),
    rows: ['different | replace index | people.at_1 | expires after seconds: 60 → never'],
    then: ['at_1'],
  },
  'documents expire by an index of another name': {
    exists: [{ key: { at: 1 }, expireAfterSeconds: 60, name: 'ttl' }],
    declared: people([index({ at: 1 }, { expireAfterSeconds: 30 })]),
    rows: ['different | change index | people.ttl | expires after seconds: 60 → 30'],
    then: ['ttl'],
  },
  'an index is not hidden': {
    exists: [{ key: { a: 1 } }],
    declared: people([index({ a: 1 }, { hidden: true })]),
    rows: ['different | hide index | people.a_1 | hidden: no → yes'],
    then: ['a_1'],
    needs: 'collMod of hidden',
  },
  'an index is hidden': {
    exists: [{ key: { a: 1 }, hidden: true }],
    declared: people([index({ a: 1 })]),
    rows: ['different | unhide index | people.a_1 | hidden: yes → no'],
    then: ['a_1'],
    needs: 'collMod of hidden',
  },
  'an index is hidden and expires documents too early': {
    exists: [{ key: { at: 1 }, hidden: true, expireAfterSeconds: 60 }],
    declared: people([index({ at: 1 }, { expireAfterSeconds: 90 })]),
    rows: ['different | change index | people.at_1 | expires after seconds: 60 → 90, hidden: yes → no'],
    then: ['at_1'],
    needs: 'collMod of hidden',
  },
  'an index has a collation': {
    exists: [{ key: { a: 1 }, collation: { locale: 'de', strength: 2 } }],
    declared: people([index({ a: 1 })]),
    rows: ['different | replace index | people.a_1 | collation: de, strength 2 → none'],
    then: ['a_1~2'],
  },
  'a unique index has another collation': {
    exists: [{ key: { a: 1 }, unique: true, collation: { locale: 'de' } }],
    declared: people([index({ a: 1 }, { unique: true, collation: { locale: 'en', strength: 2 } })]),
    rows: ['different | replace index | people.a_1 | collation: de → en, strength 2'],
    then: ['a_1~2'],
  },
  'a partial index has another filter': {
    exists: [{ key: { a: 1 }, partialFilterExpression: { status: 'secret' } }],
    declared: people([index({ a: 1 }, { partialFilterExpression: { status: 'other secret' } })]),
    rows: ['different | replace index | people.a_1 | where: another filter on status'],
    then: ['a_1~2'],
  },
  'an index is not partial': {
    exists: [{ key: { a: 1 }, unique: true }],
    declared: people([
      index({ a: 1 }, { unique: true, partialFilterExpression: { deletedAt: { $exists: true } } }),
    ]),
    rows: ['different | replace index | people.a_1 | where: none → a filter on deletedAt'],
    then: ['a_1~2'],
  },
  'an index was named by somebody': {
    exists: [{ key: { a: 1 }, name: 'old' }],
    declared: people([index({ a: 1 }, { name: 'new' })]),
    rows: ['different | replace index | people.old | name: old → new'],
    then: ['new'],
  },
  'a unique index was named by somebody': {
    exists: [{ key: { a: 1 }, name: 'old', unique: true }],
    declared: people([index({ a: 1 }, { name: 'new', unique: true })]),
    rows: ['different | replace index | people.old | name: old → new'],
    then: ['new'],
  },
  'a wildcard index has other paths': {
    exists: [{ key: { '$**': 1 }, wildcardProjection: { a: 1 } }],
    declared: people([index({ '$**': 1 }, { wildcardProjection: { b: 1 } })]),
    rows: ['different | replace index | people.$**_1 | wildcard paths: a: yes → b: yes'],
    then: ['$**_1~2'],
  },
};
