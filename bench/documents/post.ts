import { idOf } from './shape.js';
import type { Shape, Values } from './shape.js';

/** A document with the ids of two others: one of so many people, and one of so many categories. */
export function postOf(people: number, categories: number): Shape {
  return {
    collection: 'posts',
    size: '200 B',
    makeValues(number): Values {
      return {
        title: `Notes on the Analytical Engine ${number}`,
        slug: `notes-on-the-analytical-engine-${number}`,
        isPublished: number % 2 === 0,
        publishedAt: new Date(Date.UTC(2020, number % 12, 1 + (number % 28))),
        author: idOf(number % people),
        category: idOf(number % categories),
        count: number,
      };
    },
  };
}

/** A small document to which posts refer. */
export const category: Shape = {
  collection: 'categories',
  size: '60 B',
  makeValues(number): Values {
    return { label: `Category ${number}`, count: number };
  },
};
