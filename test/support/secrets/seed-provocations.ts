import { factoryFor, runSeeds } from 'nestjs-documents/seeds';
import type { SeedClass } from 'nestjs-documents/seeds';
import { Person } from '../world/integration-people.js';
import { secret } from './secrets-world.js';
import type { SecretsWorld } from './secrets-world.js';

const run = (seeds: Record<string, SeedClass>, only?: string[]) => (world: SecretsWorld) =>
  world.beside([Person], {}, ({ app }) => runSeeds(app, { seeds, ...(only && { only }) }));

class FailingSeed {
  run(): never {
    throw new Error(secret);
  }
}

/** Factories and seeds that are wrong; the secrets are in values, options and errors. */
export const seedProvocations = {
  InvalidFactoryError: {
    'its defaults are a text': () => factoryFor(Person, secret as never),
    'the values are a list': () => factoryFor(Person).values([secret] as never),
    'the number of documents is a text': ({ people }: SecretsWorld) =>
      factoryFor(Person, { name: secret })
        .with(people)
        .createMany(secret as never),
  },
  InvalidSeedError: {
    'it is a text': run({ one: secret as never }),
    'another one is asked for': run({ one: FailingSeed }, [`${secret} of mine`]),
  },
  SeedFailedError: { 'it throws a secret': run({ one: FailingSeed }) },
};
