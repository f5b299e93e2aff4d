import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { INestApplication, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ObjectId } from 'mongodb';
import { getConnectionToken, postSave, preSave, SignalBus } from 'nestjs-documents';
import type { Connection } from 'nestjs-documents';
import { AppModule } from './app.module.js';
import { Person } from './people/person.js';

interface Answer {
  readonly status: number;
  readonly body: { readonly id?: string; readonly issues?: readonly { path: string; message: string }[] };
}

/**
 * Boots the application on a free port and plays its story over HTTP. What is said to be in the database is read there by the
 * driver.
 * @returns what was not as expected; nothing if all is well
 */
export async function tellStory(uri: string, print: (line: string) => void): Promise<readonly string[]> {
  const heard: string[] = [];
  const logger = listenerLogger(heard, print);
  const module = AppModule.forRoot({ uri, clientOptions: { monitorCommands: true } });
  const app = await NestFactory.create(module, { logger, abortOnError: false });
  const story = new Story(app, heard, print);
  try {
    await app.listen(0, '127.0.0.1');
    await play(story);
  } catch (error) {
    story.breakOff(error);
  } finally {
    await app.close();
  }
  for (const difference of story.differences) print(`NOT AS EXPECTED  ${difference}`);
  return story.differences;
}

async function play(story: Story): Promise<void> {
  story.begin('Who hears preSave and postSave of Person, in this order');
  story.expectReceivers(preSave, ['PersonListener.tidyName', 'PersonListener.uppercaseName']);
  story.expectReceivers(postSave, ['AuditListener.recordSave', 'SearchIndex.add']);

  story.begin('A person is created, and listeners see to her name, the audit log and the search index');
  const created = await story.ask('POST', '/people', { name: '  ada   lovelace', tags: ['science'] }, 201);
  const id = new ObjectId(created.body.id);
  await story.expectStored('people', { _id: id }, 'name', ['ADA LOVELACE']);
  await story.expectStored('search', { _id: id }, 'words', [['ada', 'lovelace']]);

  story.begin('She is renamed, and the search index follows');
  await story.ask('PATCH', `/people/${id.toHexString()}`, { name: 'ada king' }, 200);
  await story.expectStored('people', { _id: id }, 'name', ['ADA KING']);
  await story.expectFound('king', [id.toHexString()]);

  story.begin('A save that changes nothing: its signals are sent, nothing is written');
  await story.ask('PATCH', `/people/${id.toHexString()}`, { name: 'ada king' }, 200);
  story.expectWrites([]);

  story.begin('A person who is not valid is refused with everything that is wrong');
  const refused = await story.ask('POST', '/people', { email: 7, tags: ['science', 8] }, 422);
  story.expectIssues(refused, ['name', 'email', 'tags.1']);

  story.begin('A listener vetoes a delete');
  const grace = await story.prepare('/people', { name: 'grace hopper', tags: ['protected'] });
  await story.ask('DELETE', `/people/${grace}`, undefined, 403);
  await story.expectStored('people', { _id: new ObjectId(grace) }, 'name', ['GRACE HOPPER']);

  story.begin('A delete that nobody minds is audited');
  await story.ask('DELETE', `/people/${id.toHexString()}`, undefined, 204);
  await story.expectStored('people', { _id: id }, 'name', []);
  await story.expectStored('audit', { person: id }, 'action', ['created', 'changed', 'deleted']);

  if (!(await story.hasTransactions())) return;
  story.begin('A transfer is committed as a whole and told of afterwards, or it leaves nothing behind');
  const from = await story.prepare('/accounts', { owner: 'ada', balance: 100 });
  const to = await story.prepare('/accounts', { owner: 'grace' });
  await story.ask('POST', '/transfers', { from, to, amount: 30 }, 201);
  await story.ask('POST', '/transfers', { from, to, amount: 500 }, 422);
  await story.expectStored('accounts', {}, 'balance', [70, 30]);
  await story.expectStored('notifications', {}, 'text', ['You have received 30']);

  story.begin('Transfers are listed with the owners of both accounts, which are documents of their own');
  await story.expectListed('/transfers', [{ amount: 30, from: 'ada', to: 'grace' }]);
}

class Story {
  readonly differences: string[] = [];
  readonly #connection: Connection;
  /** The commands of the last request that write, as the driver sent them. */
  readonly #writes: string[] = [];
  #step = 0;

  constructor(
    private readonly app: INestApplication,
    private readonly heard: string[],
    private readonly print: (line: string) => void,
  ) {
    this.#connection = app.get<Connection>(getConnectionToken());
    this.#connection.client.on('commandStarted', ({ commandName }) => {
      if (['insert', 'update', 'delete', 'findAndModify'].includes(commandName))
        this.#writes.push(commandName);
    });
  }

  begin(title: string): void {
    this.print(`${++this.#step}. ${title}`);
  }

  /** Sends a request, and prints it, its status and what listeners said meanwhile. @throws if the status is another */
  async ask(method: string, path: string, body: unknown, status: number): Promise<Answer> {
    this.#writes.length = 0;
    const answer = await this.#fetch(method, path, body);
    const json = body === undefined ? '' : ` ${JSON.stringify(body)}`;
    this.print(`   ${method} ${path}${json} -> ${answer.status}`.replaceAll(/[0-9a-f]{24}/g, ':id'));
    for (const line of this.heard.splice(0)) this.print(`     ${line}`);
    if (answer.status !== status) throw new Error(`${method} ${path} was to be answered with ${status}`);
    return answer;
  }

  /** Whether the server is part of a replica set and so has transactions; prints a line if not. */
  async hasTransactions(): Promise<boolean> {
    const { setName, msg } = await this.#connection.db.command({ hello: 1 });
    const isCapable = setName !== undefined || msg === 'isdbgrid';
    if (!isCapable) this.print('Transfers are left out: this server has no transactions.');
    return isCapable;
  }

  /** Creates what a step begins with, and prints nothing. @returns its id @throws if that is refused */
  async prepare(path: string, body: object): Promise<string> {
    const answer = await this.#fetch('POST', path, body);
    this.heard.length = 0;
    if (answer.body.id === undefined) throw new Error(`POST ${path} was answered with ${answer.status}`);
    return answer.body.id;
  }

  expectReceivers(signal: typeof preSave | typeof postSave, expected: readonly string[]): void {
    const receivers = this.app.get(SignalBus).receiversOf(signal, Person);
    this.print(`   ${signal.name}: ${receivers.map(({ name, order }) => `${name} (${order})`).join(', ')}`);
    const names = receivers.map(({ name }) => name);
    this.#expect(`receivers of ${signal.name}`, names, expected);
  }

  expectWrites(expected: readonly string[]): void {
    this.print(`     commands that write: ${this.#writes.join(', ') || 'none'}`);
    this.#expect('commands that write', this.#writes, expected);
  }

  expectIssues({ body }: Answer, expected: readonly string[]): void {
    const issues = body.issues ?? [];
    for (const { path, message } of issues) this.print(`     ${path} ${message}`);
    const paths = issues.map(({ path }) => path);
    this.#expect('paths of the issues', paths, expected);
  }

  async expectFound(word: string, expected: readonly string[]): Promise<void> {
    const { status, body } = await this.#fetch('GET', `/people?search=${word}`);
    if (status !== 200) throw new Error(`the search for ${word} was answered with ${status}`);
    const ids = (body as { items: { id: string }[] }).items.map(({ id }) => id);
    this.print(`     GET /people?search=${word} finds ${ids.length}`);
    this.#expect(`people found by ${word}`, ids, expected);
  }

  /** @param expected the items of the list, without their ids and times */
  async expectListed(path: string, expected: readonly object[]): Promise<void> {
    const { status, body } = await this.#fetch('GET', path);
    if (status !== 200) throw new Error(`GET ${path} was answered with ${status}`);
    const list = (body as readonly object[]).map((item) => ({ ...item, id: undefined, at: undefined }));
    this.print(`     GET ${path} lists ${JSON.stringify(list)}`);
    this.#expect(`GET ${path}`, JSON.stringify(list), JSON.stringify(expected));
  }

  async expectStored(collection: string, filter: object, key: string, expected: unknown[]): Promise<void> {
    const stored = await this.#connection.db.collection(collection).find(filter).sort({ _id: 1 }).toArray();
    const values = stored.map((document) => document[key] as unknown);
    this.print(`     in the database: ${collection} ${key} ${JSON.stringify(values)}`);
    this.#expect(`${key} in ${collection}`, values, expected);
  }

  breakOff(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.differences.push(`step ${this.#step}, the story broke off: ${reason}`);
  }

  async #fetch(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch((await this.app.getUrl()) + path, {
      method,
      headers: { 'content-type': 'application/json', 'x-user': 'narrator' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
  }

  #expect(what: string, actual: unknown, expected: unknown): void {
    if (isDeepStrictEqual(actual, expected)) return;
    this.differences.push(
      `step ${this.#step}, ${what}: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`,
    );
  }
}

/** Makes a logger that prints warnings, errors and the lines of listeners, which are part of the story; Nest's startup log is left out. */
function listenerLogger(heard: string[], print: (line: string) => void): LoggerService {
  return {
    log: (message: unknown, context = '') => {
      if (
        !/^(PersonListener|AuditListener|SearchIndex|AccountListener|TransferListener)$/.test(String(context))
      )
        return;
      const isSameAsBefore = heard.at(-1)?.startsWith(String(context));
      heard.push(`${isSameAsBefore ? `${heard.pop() ?? ''},` : String(context)} ${String(message)}`);
    },
    warn: (message: unknown) => {
      print(String(message));
    },
    error: (message: unknown) => {
      print(String(message));
    },
  };
}

const [, startedFile = ''] = process.argv;
if (startedFile !== '' && realpathSync(startedFile) === fileURLToPath(import.meta.url)) {
  const { MONGODB_URI: uri = 'mongodb://localhost:27017/sample_app_demo' } = process.env;
  const differences = await tellStory(uri, console.log);
  console.log(differences.length === 0 ? 'All steps were as expected.' : 'The demo failed.');
  if (differences.length > 0) process.exitCode = 1;
}
