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

const sized = { section: 'growth', libraries: ['driver', 'mongoose', 'nestjs-documents'] } as const;
/** Long enough for what goes over many documents: its loops are compiled soon. */
const brief = { ...sized, maxWarmUpTime: 1000 };
const counted = { ...brief, libraries: ['driver', 'nestjs-documents'], maxRounds: 3, isLong: true };

const growth: readonly Work[] = [
  decodeWork(tiny, 1000, brief),
  decodeWork(smallOrder, 1000, brief),
  decodeWork(bigOrder, 10, brief),
  findWork(tiny, 1000, brief),
  findWork(smallOrder, 1000, brief),
  findWork(bigOrder, 10, brief),
  saveWork(tiny, sized),
  saveWork(smallOrder, sized),
  saveWork(bigOrder, sized),
  insertManyWork(tiny, 1000, brief),
  insertManyWork(smallOrder, 1000, brief),
  insertManyWork(bigOrder, 10, brief),
  findWork(person, 10, brief),
  findWork(person, 100_000, counted),
  insertManyWork(person, 10, brief),
  insertManyWork(person, 100_000, counted),
];

/** Everything that is measured, in the order of the table. */
export const allWorks: readonly Work[] = [...works, ...growth];

function ratio(atMost: number): Goal {
  return { of: 'ratio', atMost };
}
