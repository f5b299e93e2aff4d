import { expect, test } from 'vitest';
import { documentPlace, placeIn, segmentsIn, segmentsOf } from '../../../lib/validation/place.js';

const element = placeIn(placeIn(documentPlace, 'others'), 0);

test('A place knows the way to it and its depth', () => {
  expect([segmentsOf(documentPlace), documentPlace.depth]).toEqual([[], 0]);
  expect([segmentsOf(element), element.depth]).toEqual([['others', 0], 2]);
});

test('A place knows the way to what it holds, empty keys included', () => {
  expect(segmentsIn(documentPlace, 'name')).toEqual(['name']);
  expect(segmentsIn(element, 'street')).toEqual(['others', 0, 'street']);
  expect(segmentsIn(placeIn(element, ''), '')).toEqual(['others', 0, '', '']);
});
