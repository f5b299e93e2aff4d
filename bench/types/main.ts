import { readCircumstances } from '../report/circumstances.js';
import { median } from '../report/statistics.js';
import { describe, table, titleOf } from '../report/tables.js';
import { applicationOf } from './application.js';
import { compile, writeProgram } from './compile.js';
import type { CompileCost } from './compile.js';
import { mongooseApplicationOf } from './mongoose-application.js';

/** The program of `npm run bench:types`: see bench/README.md. */
const rounds = 5;
const programs = Object.entries({
  mongoose: mongooseApplicationOf(60, 30),
  'nestjs-documents': applicationOf(60, 30),
}).flatMap(([library, { imports, body }]) => [
  {
    title: `${titleOf(library)}, imported only`,
    folder: writeProgram(`${library}-imports`, `${imports}export {};`),
  },
  { title: titleOf(library), folder: writeProgram(library, imports + body) },
]);

const circumstances = readCircumstances();
const costs = programs.map((): CompileCost[] => []);
for (let round = 0; round < rounds; round++) {
  programs.forEach(({ folder }, index) => costs[index]?.push(compile(folder)));
}

const rows = programs.map(({ title }, index) => {
  const seconds = (key: 'checkTime' | 'totalTime'): string =>
    `${median((costs[index] ?? []).map((cost) => cost[key])).toFixed(2)} s`;
  const { instantiations = NaN } = costs[index]?.[0] ?? {};
  return [title, instantiations.toLocaleString('en'), seconds('checkTime'), seconds('totalTime')];
});
console.log(`${describe(circumstances)}\n`);
console.log(table(['60 models of 30 fields', 'instantiations', 'checking', 'the whole tsc'], rows));
