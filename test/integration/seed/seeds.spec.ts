import { join } from 'node:path';
import type { Db } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { getConnectionToken } from 'nestjs-documents';
import type { Connection } from 'nestjs-documents';
import { runSeeds } from 'nestjs-documents/seeds';
import type { RunSeedsOptions, SeedClass } from 'nestjs-documents/seeds';
import { KeptLog } from '../../support/world/nest-world.js';
import { people } from '../../support/seed/factories.js';
import { AppModule } from '../../support/seed/seeded-app.js';

const directory = join('test', 'support', 'seed', 'files');
const log = new KeptLog();
let app: INestApplicationContext;
let db: Db;
beforeAll(async () => {
  app = await NestFactory.createApplicationContext(AppModule, { logger: log });
  db = app.get<Connection>(getConnectionToken()).db;
});
beforeEach(async () => {
  people.restart();
  await db.collection('people').deleteMany({});
});
afterAll(async () => {
  await db.dropDatabase();
  await app.close();
});

const stored = () =>
  db
    .collection('people')
    .find({}, { projection: { _id: 0 } })
    .sort({ _id: 1 })
    .toArray();

describe('Seeds of a folder', () => {
  test('are run in the order of their names, with providers of any module', async () => {
    const begun: string[] = [];
    const outcomes = await runSeeds(app, { directory, onSeed: (id) => begun.push(id) });

    expect(begun).toEqual(['01-people', '02-more-people']);
    expect(outcomes).toEqual([
      { id: '01-people', duration: expect.any(Number) },
      { id: '02-more-people', duration: expect.any(Number) },
    ]);
    expect(await stored()).toEqual([
      { name: 'Person 1', note: 'hello! of 01-people, undefined' },
      { name: 'Person 2', note: 'hello! of 01-people, undefined' },
      { name: 'Grace' },
    ]);
    expect(log.warnings).toEqual(['two people']);
  });

  test('are run alone where only they are asked for', async () => {
    const outcomes = await runSeeds(app, { directory, only: ['02-more-people'] });

    expect(outcomes.map(({ id }) => id)).toEqual(['02-more-people']);
    expect(await stored()).toEqual([{ name: 'Grace' }]);
  });
});

describe('Seeds that are given as classes', () => {
  test('are run in the order of their ids', async () => {
    const begun: string[] = [];
    class OneSeed {
      run({ id }: { readonly id: string }): void {
        begun.push(id);
      }
    }

    await runSeeds(app, { seeds: { b: OneSeed, a: OneSeed } });

    expect(begun).toEqual(['a', 'b']);
  });

  test('stop at the first that fails, and name what was done before', async () => {
    const failure = new Error('mine');
    const begun: string[] = [];
    const seedClass = (work: () => void): SeedClass =>
      class {
        run(): void {
          work();
        }
      };
    const seeds = {
      a: seedClass(() => begun.push('a')),
      b: seedClass(() => {
        throw failure;
      }),
      c: seedClass(() => begun.push('c')),
    };

    await expect(runSeeds(app, { seeds })).rejects.toMatchObject({
      ...{ code: 'SEED_FAILED', seed: 'b', finished: ['a'], cause: failure },
      message:
        'The seed b failed. Its method run threw an error, see "cause"; done before: a. Correct it, and run it again: by itself with "only", if the seeds before it are not to run twice.',
    });
    expect(begun).toEqual(['a']);
  });
});

describe('Nothing is run', () => {
  class NeedsMissing {
    static readonly design = Reflect.defineMetadata('design:paramtypes', [Map], NeedsMissing);
    run(): void {
      throw new Error('It is not to be run');
    }
  }
  class Undecorated {
    constructor(readonly needed: NeedsMissing) {}
    run(): void {
      throw new Error('It is not to be run');
    }
  }
  test.each<[string, RunSeedsOptions, string]>([
    [
      'if a file has no class of a seed',
      { directory: join('test', 'support', 'seed', 'wrong') },
      'The seed 02-has-no-class cannot be used. It has no class with a method run. Export a class: export default class { async run(context) { … } }.',
    ],
    [
      'if there is no such folder',
      { directory: '/nowhere/seeds' },
      'The seeds cannot be used. Their folder /nowhere/seeds cannot be read. Name the folder that has them at run time: after a build, the compiled ones.',
    ],
    [
      'if a seed does not exist',
      { directory, only: ['03-teams'] },
      'The seeds cannot be used. No seed has the name (8 characters). The seeds are 01-people, 02-more-people.',
    ],
    [
      'if a dependency is missing',
      { seeds: { one: NeedsMissing } },
      'The seed one cannot be used. The application has no provider for its parameter 1, Map, or it cannot be made. Provide it in a module that the application imports.',
    ],
    [
      'if no decorator notes what a constructor takes',
      { seeds: { one: Undecorated } },
      'The seed one cannot be used. Its constructor has parameters whose types are not known at run time: TypeScript notes them only of classes with a decorator. Decorate the class with @Injectable().',
    ],
    [
      'without a folder or classes',
      {} as never,
      'The seeds cannot be used. Their options do not have exactly one of "directory" and "seeds". Pass one of them.',
    ],
    [
      'if the names are not a list',
      { directory, only: 'people' as never },
      'The seeds cannot be used. Their "only" is not a list of ids. Pass a list: { only: [\'01-people\'] }.',
    ],
  ])('%s', async (_title, options, message) => {
    await expect(runSeeds(app, options)).rejects.toMatchObject({ code: 'INVALID_SEED', message });
  });
});
