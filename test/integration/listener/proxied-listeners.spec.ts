import 'reflect-metadata';
import { afterEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import type { Provider } from '@nestjs/common';
import { OnPreSave, preSave, SignalBus } from 'nestjs-documents';
import type { PreSave } from 'nestjs-documents';
import { Applications, documents, KeptLog, Person, savePerson } from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

@Injectable()
class PersonListener {
  readonly heard: string[] = [];
  @OnPreSave(Person) hear({ document }: PreSave<Person>) {
    this.heard.push(document.name);
  }
}

const proxyOf = (listener: PersonListener): PersonListener => new Proxy(listener, {});
const guarded = (listener: PersonListener): PersonListener =>
  new Proxy(listener, {
    get: (target, property, receiver) => Reflect.get(target, property, receiver) as unknown,
    set: () => false,
  });
const inject = [PersonListener];
const shared = new PersonListener();

describe('A provider is one listener, and is called once,', () => {
  test.each<[string, readonly Provider[]]>([
    ['beside a Proxy of it', [PersonListener, { provide: 'proxy', useFactory: proxyOf, inject }]],
    [
      'that is found after a Proxy of it',
      [{ provide: 'proxy', useFactory: proxyOf, inject }, PersonListener],
    ],
    [
      'beside a Proxy that lets nothing be set',
      [PersonListener, { provide: 'proxy', useFactory: guarded, inject }],
    ],
    [
      'beside a Proxy of a Proxy',
      [PersonListener, { provide: 'proxy', useFactory: (given: never) => proxyOf(guarded(given)), inject }],
    ],
    [
      'where only two Proxies of it are provided',
      [
        { provide: 'one', useFactory: () => proxyOf(shared) },
        { provide: 'two', useFactory: () => proxyOf(shared) },
      ],
    ],
    [
      'where only a Proxy of it is provided',
      [{ provide: 'proxy', useFactory: () => proxyOf(new PersonListener()) }],
    ],
    [
      'with a second token by useExisting',
      [PersonListener, { provide: 'again', useExisting: PersonListener }],
    ],
    [
      'with a second token by useFactory',
      [PersonListener, { provide: 'again', useFactory: (given: PersonListener) => given, inject }],
    ],
  ])('%s', async (_how, providers) => {
    const log = new KeptLog();
    const app = await applications.start({ imports: documents, providers: [...providers] }, (builder) =>
      builder.setLogger(log),
    );
    await savePerson(app, 'Ada');

    const receivers = app.get(SignalBus).receiversOf(preSave, Person);
    expect(receivers.map(({ name }) => name)).toEqual(['PersonListener.hear']);
    expect(log.warnings).toEqual([]);
  });

  test('two instances of one class are two listeners, also behind Proxies', async () => {
    const providers = ['one', 'two'].map((provide) => ({
      provide,
      useFactory: () => proxyOf(new PersonListener()),
    }));
    const app = await applications.start({ imports: documents, providers });
    await savePerson(app, 'Ada');

    expect(['one', 'two'].map((token) => app.get<PersonListener>(token).heard)).toEqual([['Ada'], ['Ada']]);
  });

  test('nothing is left on it', async () => {
    const app = await applications.start({
      imports: documents,
      providers: [PersonListener, { provide: 'proxy', useFactory: proxyOf, inject }],
    });

    expect(Reflect.ownKeys(app.get(PersonListener))).toEqual(['heard']);
  });
});
