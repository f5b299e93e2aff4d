import type { Shape } from './shape.js';

/** Orders are as big as they have lines, of about 82 bytes each. */
function orderOf(lineCount: number, size: string): Shape {
  return {
    documentClass: 'order',
    collection: 'orders',
    size,
    makeValues: (number) => ({
      customer: `Augusta Ada King ${number}`,
      orderedAt: new Date(Date.UTC(2020, number % 12, 1 + (number % 28))),
      count: number,
      lines: Array.from({ length: lineCount }, (_, index) => ({
        product: `Punched card no. ${(number * 31 + index) % 1000}`,
        quantity: 1 + (index % 9),
        price: 0.25 + (index % 100),
        isGift: index % 7 === 0,
      })),
    }),
  };
}

export const smallOrder = orderOf(36, '3 KB');
export const bigOrder = orderOf(3650, '300 KB');
