import type { Drift } from './drift.js';
import { index, people } from './server-world.js';

/** By what has drifted. */
export const collectionDrifts: Readonly<Record<string, Drift>> = {
  'the collection is capped': {
    exists: [],
    options: { capped: true, size: 8192 },
    declared: people([]),
    rows: [
      'different | cannot change | people | capped: 8192 bytes → no',
      'people: The server cannot change it: make a collection with the declared options, copy the documents into it and rename it, or declare what exists.',
    ],
    then: [],
  },
  'the collection is not capped': {
    exists: [{ key: { a: 1 } }],
    declared: people([index({ a: 1 })], { options: { capped: true, size: 5000, max: 10 } }),
    rows: [
      'different | cannot change | people | capped: no → 5120 bytes, 10 documents',
      'people: The server cannot change it: make a collection with the declared options, copy the documents into it and rename it, or declare what exists.',
    ],
    then: ['a_1'],
  },
  'the capped collection has another size': {
    exists: [],
    options: { capped: true, size: 8192 },
    declared: people([], { options: { capped: true, size: 9000 } }),
    rows: ['different | change collection | people | capped: 8192 bytes → 9216 bytes'],
    then: [],
    needs: 'collMod of cappedSize',
  },
  'the collection keeps no pre-images': {
    exists: [],
    declared: people([], { options: { changeStreamPreAndPostImages: { enabled: true } } }),
    rows: ['different | change collection | people | pre-images: no → yes'],
    then: [],
  },
  'the collection keeps pre-images': {
    exists: [],
    options: { changeStreamPreAndPostImages: { enabled: true } },
    declared: people([]),
    rows: ['extra | change collection | people | pre-images: yes → no'],
    then: [],
  },
  'the collection has another collation': {
    exists: [],
    options: { collation: { locale: 'de' } },
    declared: people([], { options: { collation: { locale: 'en' } } }),
    rows: [
      'different | cannot change | people | collation: de → en',
      'people: The server cannot change it: make a collection with the declared options, copy the documents into it and rename it, or declare what exists.',
    ],
    then: [],
  },
  'the collection has no validator': {
    exists: [],
    declared: people([], {
      validator: { validator: { a: 1 }, validationLevel: 'strict', validationAction: 'error' },
    }),
    rows: ['missing | set validator | people | level strict, action error'],
    then: [],
  },
  'the collection has another validator': {
    exists: [],
    options: { validator: { a: 2 }, validationAction: 'warn' },
    declared: people([], {
      validator: { validator: { a: 1 }, validationLevel: 'moderate', validationAction: 'error' },
    }),
    rows: [
      'different | set validator | people | rules differ, level: strict → moderate, action: warn → error',
    ],
    then: [],
  },
  'the name is that of a view': {
    exists: [],
    options: { viewOn: 'others', pipeline: [] },
    declared: people([index({ a: 1 })]),
    rows: [
      'different | cannot change | people | kind: view → collection',
      'people: Drop or rename the view, or name another collection in @Document.',
    ],
    then: [],
  },
  'the collection is a time series': {
    exists: [],
    options: { timeseries: { timeField: 'at', metaField: 'sensor' } },
    declared: people([], { options: { timeseries: { timeField: 'at', metaField: 'place' } } }),
    rows: [
      'different | cannot change | people | time series: at by sensor, seconds → at by place, seconds',
      'people: The server cannot change it: make a collection with the declared options, copy the documents into it and rename it, or declare what exists.',
    ],
    then: [],
  },
  'the collection is clustered': {
    exists: [],
    options: { clusteredIndex: { key: { _id: 1 }, unique: true } },
    declared: people([]),
    rows: [
      'different | cannot change | people | clustered: yes → no',
      'people: The server cannot change it: make a collection with the declared options, copy the documents into it and rename it, or declare what exists.',
    ],
    then: [],
  },
};
