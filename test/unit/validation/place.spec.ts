import { expect, test } from '@jest/globals';
import { documentPlace, pathIn, pathOf, placeIn } from '../../../lib/validation/place.js';

const element = placeIn(placeIn(documentPlace, 'others'), 0);

test('A place knows its path and its depth', () => {
  expect([pathOf(documentPlace), documentPlace.depth]).toEqual(['', 0]);
  expect([pathOf(element), element.depth]).toEqual(['others.0', 2]);
});

test('A place knows the path of what it holds, empty keys included', () => {
  expect(pathIn(documentPlace, 'name')).toBe('name');
  expect(pathIn(element, 'street')).toBe('others.0.street');
  expect(pathIn(placeIn(element, ''), '')).toBe('others.0..');
});
