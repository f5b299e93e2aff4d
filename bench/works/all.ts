import { person } from '../documents/person.js';
import { aggregateWork } from './aggregate.js';
import { compileFilterWork } from './compile-filter.js';
import { decodeWork } from './decode.js';
import { findWork } from './find.js';
import { holdWork } from './hold.js';
import { insertManyWork } from './insert-many.js';
import { insertOneWork } from './insert-one.js';
import { populateWork } from './populate.js';
import { saveManyWork } from './update/save-many.js';
import { saveWork } from './save.js';
import { sendWork } from './send.js';
import { transactionWork } from './transaction.js';
import { findAndUpdateWork, updateOneWork } from './update/update-one.js';
import { walkWork } from './walk.js';
import type { Goal, Work } from './work.js';

/** Everything that is measured, in the order of the table. */
export const allWorks: readonly Work[] = [
  decodeWork(person, 1000, { goal: ratio(0.35) }),
  findWork(person, 1000, { goal: ratio(0.55) }),
  compileFilterWork({ goal: microseconds(10) }),
  walkWork(person, 1000, { goal: ratio(1.1) }),
  populateWork(1000, { people: 100, categories: 20 }, { goal: ratio(1.15) }),
  aggregateWork(1000, { goal: ratio(1.05) }),
  saveWork(person, { goal: ratio(1.15) }),
  saveManyWork(person, 1000, { goal: ratio(1.3) }),
  updateOneWork(person, { goal: ratio(1.1) }),
  updateOneWork(person, {
    ...{ name: 'update-one heard', title: 'update one by a filter, two listeners connected', isHeard: true },
    ...{ libraries: ['driver', 'papr', 'mongoose', 'nestjs-documents'], goal: ratio(1.2) },
  }),
  findAndUpdateWork(person, { goal: ratio(1.1) }),
  transactionWork(person, { goal: ratio(1.2) }),
  insertOneWork(person, { goal: ratio(1.25) }),
  insertManyWork(person, 1000, { goal: ratio(1) }),
  holdWork(person, 10_000, { goal: ratio(1.5) }),
  sendWork(0, { goal: microseconds(0.02) }),
  sendWork(1, {}),
  sendWork(10, { goal: microseconds(0.15) }),
];

function ratio(atMost: number): Goal {
  return { of: 'ratio', atMost };
}

function microseconds(atMost: number): Goal {
  return { of: 'microseconds', atMost };
}
