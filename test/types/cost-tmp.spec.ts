import { test } from 'vitest';
import { applicationOf, costOf } from './generated-classes.js';
test('cost', () => {
  const base = applicationOf(60, 30);
  const uses = (n: number, body: string) => Array.from({length: n}, (_, i) => `
   const agg${i} = (all: DocumentRepository<D${i}>) => all.aggregate()${body};`).join('\n');
  const zero = costOf(base).instantiations;
  for (const body of [`.group({}, (e) => ({ a: e.sum(e.field('f1')), b: e.sum(e.field('f1')), c: e.max('f2'), d: e.max('f3'), d2: e.sum(e.field('f6')) }))`, `.group({}, (e) => ({ a: e.sum('f1') }))`, `.group({}, (e) => ({ a: e.sum('f1'), b: e.sum('f6'), c: e.sum('f11') }))`, `.group({}, (e) => ({ a: e.max('f1') }))`,
])
  console.log('COST', (costOf(base + uses(60, body)).instantiations - zero)/60, body);
});
