import type { Shape, Values } from './shape.js';

/** The document of most works: strings, numbers, a date, booleans, an embedded document, two arrays; about 330 bytes of BSON. */
export const person: Shape = {
  collection: 'people',
  size: '330 B',
  makeValues(number): Values {
    return {
      name: `Ada King ${number}`,
      email: `Ada.King.${number}@Example.com`,
      age: 18 + (number % 60),
      height: 1.5 + (number % 50) / 100,
      isActive: number % 2 === 0,
      isVerified: number % 3 === 0,
      bornAt: new Date(Date.UTC(1960, number % 12, 1 + (number % 28))),
      address: { street: `${number % 200} St James's Square`, city: 'London', zip: 'SW1Y 4LB' },
      tags: ['algebra', 'engines', 'poetry'],
      scores: [number % 10, 7, 1843, 12],
      count: number,
    };
  },
};
