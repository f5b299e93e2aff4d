import { lookalikeGroups } from './bson-lookalikes.js';
import { operatorGroups } from './operators.js';
import { pathGroups } from './paths.js';
import type { Payload } from './payload.js';
import { prototypeGroups } from './prototypes.js';
import { strangeGroups } from './strange-values.js';

/** Everything that is tried, by what it pretends to be. */
export const corpus: Readonly<Record<string, readonly Payload[]>> = {
  ...operatorGroups,
  ...pathGroups,
  ...prototypeGroups,
  ...lookalikeGroups,
  ...strangeGroups,
};

export const payloads: readonly Payload[] = Object.values(corpus).flat();
