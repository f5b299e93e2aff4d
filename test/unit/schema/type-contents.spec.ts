import { describe, expect, test } from 'vitest';
import { holdsEmbedded, isContainer } from '../../../lib/schema/type-contents.js';
import { sampleSchema } from '../../support/unit/unit-world.js';

const typeOf = (name: string) => sampleSchema.fieldsByName.get(name)!.type;

describe('The contents of a type', () => {
  test.each([
    ['string', false, false],
    ['any', false, false],
    ['array', true, false],
    ['map', true, false],
    ['embedded', true, true],
    ['nested', true, true],
    ['places', true, true],
  ])('of the field %s: a container %O, with embedded documents %O', (name, container, embedded) => {
    expect([isContainer(typeOf(name)), holdsEmbedded(typeOf(name))]).toEqual([container, embedded]);
  });
});
