import { person } from '../documents/person.js';
import { needed } from './work.js';
import type { Work } from './work.js';

const compiledPerUnit = 1000;
const conditions = ['name', 'age', 'isActive', 'bornAt', 'address.city', 'tags'];

/** Makes a filter of six conditions and compiles it for the server; without a server. */
export function compileFilterWork(options: Partial<Work>): Work {
  return {
    name: 'compile a filter',
    title: 'compile a filter of six conditions',
    libraries: ['nestjs-documents', 'mongoose'],
    shape: person,
    storedCount: 0,
    isWrite: false,
    ...options,
    begin(library) {
      const compileFilter = needed(library.compileFilter, 'compile filters');
      let compiled: object = {};
      return {
        kind: 'timed',
        operationsPerUnit: compiledPerUnit,
        run({ units }) {
          for (let number = 0; number < units * compiledPerUnit; number++) compiled = compileFilter(number);
        },
        check() {
          const found = Object.keys(compiled);
          if (found.join() !== conditions.join()) throw new Error(`Compiled into ${found.join()}.`);
          compiled = {};
        },
      };
    },
  };
}
