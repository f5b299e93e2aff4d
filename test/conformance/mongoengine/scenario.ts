import type { DocumentClass } from 'nestjs-documents';
import type { Observation, Start } from './observation.js';
import type { World } from '../world.js';

/** A recorded scenario with our API. What is not in `ours` is as recorded. */
export interface Scenario {
  /** The recording's name of it. */
  readonly name: string;
  /** The expected behaviour, as the title of the test. */
  readonly fact: string;
  readonly run: (world: World, start: Start) => Promise<unknown>;
  /** Further classes that the application has; without them nothing refers to authors. */
  readonly documentClasses?: readonly DocumentClass[];
  /** The very error that the caller gets, where a receiver's own error reaches it. */
  readonly throws?: unknown;
  /** Deliberate differences from MongoEngine. */
  readonly ours?: { readonly [Aspect in keyof Observation]?: Difference<Observation[Aspect]> };
}

/** A deliberate difference, in words and as the literal expectation. */
export interface Difference<V> {
  readonly difference: string;
  readonly is: V;
}

const createdEverywhere = 'created is the same in every signal of an operation, the pre signals included';

/** The flags of operations that we send and the recording does not. */
export const created = {
  made: { difference: createdEverywhere, is: ['preInit true', 'postInit true'] },
  loaded: { difference: createdEverywhere, is: ['preInit false', 'postInit false'] },
  inserted: {
    difference: createdEverywhere,
    is: ['preSave true', 'preSavePostValidation true', 'postSave true'],
  },
  updated: {
    difference: createdEverywhere,
    is: ['preSave false', 'preSavePostValidation false', 'postSave false'],
  },
  madeAndInserted: {
    difference: createdEverywhere,
    is: ['preInit true', 'postInit true', 'preSave true', 'preSavePostValidation true', 'postSave true'],
  },
} as const;

export const texts = {
  createdEverywhere,
  everyField: 'the changes of an insert list every field',
  idBeforeWrite: 'preSavePostValidation has the id already',
  noUpsert: 'an update never upserts',
  wholeArray:
    'without a version an array is written whole, since somebody else may have moved its elements; and an update never upserts',
  noReadBeforeDelete: 'a delete does not read the document again',
  noInitBeforeDelete: 'a delete reads nothing again and so sends no init signals',
  updatesSend: 'updates by a filter have signals of their own',
  allPostReceivers: 'an error of a post receiver does not keep the others from being called',
} as const;

/** The error that receivers throw. */
export const veto = new Error('veto');
