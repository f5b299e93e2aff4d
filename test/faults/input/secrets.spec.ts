import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Logger } from '@nestjs/common';
import * as entry from 'nestjs-documents';
import { DocumentsError, postSave } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';
import {
  allProvocations,
  provocationsAnywhere,
  provocationsInTransactions,
} from '../../support/secrets/provocations.js';
import type { Provocation } from '../../support/secrets/provocations.js';
import { openSecretsWorld, secret } from '../../support/secrets/secrets-world.js';
import type { SecretsWorld } from '../../support/secrets/secrets-world.js';

const errorClasses = Object.entries<unknown>(entry)
  .filter(([, value]) => typeof value === 'function' && value.prototype instanceof DocumentsError)
  .map(([name]) => name);

describe('Fault 64: an error is about something secret', () => {
  let world: SecretsWorld;

  beforeAll(async () => {
    world = await openSecretsWorld();
  });
  beforeEach(() => {
    world.log.lines.length = 0;
  });
  afterAll(() => world.close());

  test('every error class of the package is provoked here', () => {
    expect([...new Set(allProvocations.map(({ errorClass }) => errorClass))].sort()).toEqual(
      errorClasses.sort(),
    );
  });

  const showsNoSecret = async ({ errorClass, provoke }: Provocation) => {
    const error = await errorOf(() => provoke(world));
    expect(error?.constructor.name).toBe(errorClass);
    new Logger('Test').error(error);
    new Logger('Test').error(String(error), error.stack);
    const shown = {
      message: error.message,
      text: String(error),
      stack: error.stack,
      inspected: inspect(error, { depth: 10 }),
      inside: inspect({ deep: { errors: [error] } }, { depth: 10 }),
      json: JSON.stringify(error),
      parts: JSON.stringify({ ...error, problem: error.problem, reason: error.reason, remedy: error.remedy }),
      logged: world.log.lines.join('\n'),
    };
    expect(Object.entries(shown).filter(([, text]) => text.includes(secret))).toEqual([]);
  };
  test.each(provocationsAnywhere)('$errorClass when $when shows no secret', showsNoSecret);
  (capabilities.transactions ? test : test.skip).each(provocationsInTransactions)(
    '$errorClass when $when shows no secret (needs transactions)',
    showsNoSecret,
  );

  test('the log of an application has no value of an error of the driver in a receiver', async () => {
    const email = `${secret}@log`;
    await world.collection.insertOne({ e_mail: email });
    const receiver = () => world.collection.insertOne({ e_mail: email });
    const options = {
      signal: postSave,
      sender: Person,
      receiver,
      onError: 'log',
      name: 'Spy.listen',
    } as const;
    await withReceiver(world.bus, options, async () => world.people.save(await world.person()));
    expect(world.log.lines.join('\n')).toContain('Spy.listen failed on postSave');
    expect(world.log.lines.join('\n')).toContain('MongoServerError');
    expect(world.log.lines.join('\n')).not.toContain(secret);
  });

  test('the cause, asked for, says what the driver said', async () => {
    const row = allProvocations.find(({ errorClass }) => errorClass === 'DuplicateKeyError');
    const error = await errorOf(() => row?.provoke(world));
    expect(String(error.cause)).toContain(secret);
  });
});
