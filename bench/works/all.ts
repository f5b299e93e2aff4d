import { bigOrder, smallOrder } from '../documents/order.js';
import { person } from '../documents/person.js';
import { tiny } from '../documents/tiny.js';
import { decodeWork } from './decode.js';
import { findWork } from './find.js';
import { holdWork } from './hold.js';
import { insertManyWork } from './insert-many.js';
import { insertOneWork } from './insert-one.js';
import { saveWork } from './save.js';
import { sendWork } from './send.js';
import { transactionWork } from './transaction.js';
import type { Goal, Work } from './work.js';

const works: readonly Work[] = [
  decodeWork(person, 1000, { goal: ratio(0.4) }),
  findWork(person, 1000, { goal: ratio(0.75) }),
  saveWork(person, { goal: ratio(1.15) }),
  transactionWork(person, { goal: ratio(1.15) }),
  insertOneWork(person, { goal: ratio(1.25) }),
  insertManyWork(person, 1000, { goal: ratio(1.3) }),
  holdWork(person, 10_000, { goal: ratio(1.5) }),
  sendWork(0, { goal: { of: 'microseconds', atMost: 0.02 } }),
  sendWork(1, {}),
  sendWork(10, { goal: { of: 'microseconds', atMost: 0.15 } }),
];

const ofGrowth = { section: 'growth', maxWarmUpTime: 1000 } as const;
const sized = { ...ofGrowth, libraries: ['driver', 'mongoose', 'nestjs-documents'] };
/** What takes less than a millisecond takes as long to compile as anything else. */
const short = { ...sized, maxWarmUpTime: undefined };
const counted = { ...ofGrowth, libraries: ['driver', 'nestjs-documents'], maxRounds: 3, isLong: true };

const growth: readonly Work[] = [
  decodeWork(tiny, 1000, sized),
  decodeWork(smallOrder, 1000, sized),
  decodeWork(bigOrder, 10, sized),
  findWork(tiny, 1000, sized),
  findWork(smallOrder, 1000, sized),
  findWork(bigOrder, 10, sized),
  saveWork(tiny, short),
  saveWork(smallOrder, short),
  saveWork(bigOrder, short),
  insertManyWork(tiny, 1000, sized),
  insertManyWork(smallOrder, 1000, sized),
  insertManyWork(bigOrder, 10, sized),
  findWork(person, 10, sized),
  findWork(person, 100_000, counted),
  insertManyWork(person, 10, sized),
  insertManyWork(person, 100_000, counted),
];

/** Everything that is measured, in the order of the table. */
export const allWorks: readonly Work[] = [...works, ...growth];

function ratio(atMost: number): Goal {
  return { of: 'ratio', atMost };
}
