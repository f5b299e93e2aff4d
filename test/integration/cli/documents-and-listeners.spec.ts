import { expect, test } from 'vitest';
import { fixtureModule, runCli } from '../../support/cli/run-cli.js';
import { databaseUri } from '../../support/server.js';

const environment = { MONGODB_URI: databaseUri() };

test('documents shows each class with its collection and fields', async () => {
  const ended = await runCli(['documents', '--module', fixtureModule()], environment);

  expect(ended.output).toBe(
    `Person  collection people, connection default
  field                 key             type
  id                    _id             objectId        id, required
  name                  name            string          required
  email                 mail            string          immutable
  tags                  tags            string[]        default
  addresses             addresses       Address[]
  addresses[].city      addresses.city  string          required
  addresses[].postcode  addresses.zip   string
  places                places          map of Address
  places.*.city         places.*.city   string          required
  places.*.postcode     places.*.zip    string
  version               version         number          version
  createdAt             createdAt       date            immutable, createdAt
  index  name_1_createdAt_-1  { name: 1, createdAt: -1 }
  index  mail_1               { mail: 1 }, unique

Member  collection people, connection default
  extends Person, as _type: "Member"
  field                 key             type
  id                    _id             objectId        id, required
  name                  name            string          required
  email                 mail            string          immutable
  tags                  tags            string[]        default
  addresses             addresses       Address[]
  addresses[].city      addresses.city  string          required
  addresses[].postcode  addresses.zip   string
  places                places          map of Address
  places.*.city         places.*.city   string          required
  places.*.postcode     places.*.zip    string
  version               version         number          version
  createdAt             createdAt       date            immutable, createdAt
  since                 since           date            not loaded
  index  since_1  { since: 1 }
`,
  );
  expect(ended.exitCode).toBe(0);
});

test('documents prints one JSON value, whatever the application prints', async () => {
  const parameters = ['documents', '--document', 'Member', '--json', '--module', fixtureModule('asFunction')];
  const { output, errors, exitCode } = await runCli(parameters, environment);

  const { documents } = JSON.parse(output);
  expect(documents).toHaveLength(1);
  expect(documents[0]).toMatchObject({
    name: 'Member',
    collection: 'people',
    connections: ['default'],
    base: 'Person',
    discriminator: { key: '_type', value: 'Member' },
  });
  expect(documents[0].fields.at(-1)).toEqual({
    path: 'since',
    key: 'since',
    type: 'date',
    notes: ['not loaded'],
  });
  expect(documents[0].indexes).toEqual([{ name: 'since_1', details: ['{ since: 1 }'] }]);
  expect(errors).toContain('a line of the application\n');
  expect(exitCode).toBe(0);
});

test('listeners shows the receivers of each signal in the order of their calls', async () => {
  const parameters = ['listeners', '--document', 'Member', '--module', fixtureModule('asPromise')];
  const { output, exitCode } = await runCli(parameters, environment);

  expect(output).toBe(
    `Member
  signal                 phase        order     receiver                connected for
  preSave                now          -1000000  timestamps of Member    Member, exactly
  preSave                now          0         PersonListener.first    Person
  preSave                now          5         PersonListener.second   Person
  preSavePostValidation  now          1000000   version of Member       Member, exactly
  preSavePostValidation  now          1000000   timestamps of Member    Member, exactly
  postSave               afterCommit  0         PersonListener.welcome  Member, once
  preBulkInsert          now          -1000000  timestamps of Member    Member, exactly
  preBulkInsert          now          1000000   version of Member       Member, exactly
  preBulkInsert          now          1000000   timestamps of Member    Member, exactly
  preUpdate              now          1000000   version of Member       Member, exactly
  preUpdate              now          1000000   timestamps of Member    Member, exactly
`,
  );
  expect(exitCode).toBe(0);
});

test('listeners shows those of transactions, and says for whom each is connected', async () => {
  const { output } = await runCli(['listeners', '--json', '--module', fixtureModule()], environment);

  const { listeners } = JSON.parse(output);
  expect(listeners.at(-1)).toEqual({
    document: null,
    signal: 'postCommit',
    receiver: 'PersonListener.committed',
    phase: 'afterCommit',
    order: 0,
    connectedFor: null,
    exact: false,
    once: false,
  });
});
