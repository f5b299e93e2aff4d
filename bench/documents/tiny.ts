import type { Shape } from './shape.js';

/** Nothing but an id and a number: about 30 bytes of BSON. */
export const tiny: Shape = {
  documentClass: 'tiny',
  collection: 'tinies',
  size: '30 B',
  makeValues: (number) => ({ count: number }),
};
