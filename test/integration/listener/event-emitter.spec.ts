import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Injectable } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { OnPostSave, postSave, SignalBus } from 'nestjs-documents';
import type { PostSave, PreSave } from 'nestjs-documents';
import {
  Applications,
  documents,
  KeptLog,
  Person,
  savePerson,
  storedPerson,
} from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

const heard: unknown[] = [];
beforeEach(() => void (heard.length = 0));

@Injectable()
class PersonListener {
  @OnPostSave(Person) hear(payload: PostSave<Person>) {
    heard.push(payload);
  }
}

describe("@OnEvent('Person.postSave') of @nestjs/event-emitter", () => {
  @Injectable()
  class PlainListener {
    @OnEvent('Person.postSave') hear(payload: unknown) {
      heard.push(payload);
    }
  }

  test('is called with the payload object of the listeners', async () => {
    const app = await applications.start({
      imports: [EventEmitterModule.forRoot(), ...documents],
      providers: [PersonListener, PlainListener],
    });

    const person = await savePerson(app, 'Ada');

    const [first, second] = heard as PostSave<Person>[];
    expect(heard).toHaveLength(2);
    expect(second).toBe(first);
    expect(first?.document).toBe(person);
  });

  test('is called where there is no other listener', async () => {
    const app = await applications.start({
      imports: [...documents, EventEmitterModule.forRoot()],
      providers: [PlainListener],
    });

    await savePerson(app, 'Ada');

    expect(heard).toEqual([expect.objectContaining({ signal: 'postSave', sender: Person })]);
  });

  test('is awaited', async () => {
    @Injectable()
    class SlowListener {
      @OnEvent('Person.postSave') async hear() {
        await new Promise(setImmediate);
        heard.push('heard');
      }
    }
    const app = await applications.start({
      imports: [EventEmitterModule.forRoot(), ...documents],
      providers: [SlowListener],
    });

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['heard']);
  });

  test('is called before the listeners of a later order', async () => {
    @Injectable()
    class Ordered {
      @OnPostSave(Person, { order: 1 }) late() {
        heard.push('late');
      }
      @OnPostSave(Person, { order: -1 }) early() {
        heard.push('early');
      }
      @OnEvent('Person.postSave') plain() {
        heard.push('plain');
      }
    }
    const app = await applications.start({
      imports: [EventEmitterModule.forRoot(), ...documents],
      providers: [Ordered],
    });

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['early', 'plain', 'late']);
  });

  test('changes what is written where it hears Person.preSave', async () => {
    @Injectable()
    class Upper {
      @OnEvent('Person.preSave') upper({ document }: PreSave<Person>) {
        document.name = document.name.toUpperCase();
      }
    }
    const app = await applications.start({
      imports: [EventEmitterModule.forRoot(), ...documents],
      providers: [Upper],
    });

    const { id } = await savePerson(app, 'ada');

    expect(await storedPerson(app, id)).toEqual({ _id: id, name: 'ADA' });
  });

  test('does not stop a save by an error, which Nest logs', async () => {
    @Injectable()
    class Failing {
      @OnEvent('Person.preSave') fail() {
        throw new Error('failed in @OnEvent');
      }
    }
    const log = new KeptLog();
    const app = await applications.start(
      { imports: [EventEmitterModule.forRoot(), ...documents], providers: [Failing] },
      (builder) => builder.setLogger(log),
    );

    const { id } = await savePerson(app, 'Ada');

    expect([(await storedPerson(app, id))?.['name'], log.errors]).toEqual(['Ada', ['failed in @OnEvent']]);
  });
});

describe("@OnEvent('*.postSave') of @nestjs/event-emitter with wildcards", () => {
  @Injectable()
  class WildcardListener {
    @OnEvent('*.postSave') hear(payload: unknown) {
      heard.push(payload);
    }
  }

  test('is called with the payload object of the listeners', async () => {
    const app = await applications.start({
      imports: [EventEmitterModule.forRoot({ wildcard: true }), ...documents],
      providers: [PersonListener, WildcardListener],
    });

    await savePerson(app, 'Ada');

    expect(heard).toHaveLength(2);
    expect(heard[1]).toBe(heard[0]);
  });

  test('is called once beside a listener of every document class', async () => {
    @Injectable()
    class EveryListener {
      @OnPostSave() hear() {
        heard.push('every');
      }
    }
    const app = await applications.start({
      imports: [EventEmitterModule.forRoot({ wildcard: true }), ...documents],
      providers: [EveryListener, WildcardListener],
    });

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['every', expect.objectContaining({ sender: Person })]);
  });
});

describe('The emitter of @nestjs/event-emitter', () => {
  test('has the listeners under <DocumentName>.<signal>', async () => {
    const app = await applications.start({
      imports: [EventEmitterModule.forRoot(), ...documents],
      providers: [PersonListener],
    });

    expect(app.get(EventEmitter2).eventNames()).toEqual(['Person.postSave']);
  });

  test('warns of no leak for more than 10 listeners', async () => {
    const warn = vi.spyOn(process, 'emitWarning');
    const providers = Array.from({ length: 15 }, (_, index) => ({
      provide: `listener ${index}`,
      useClass: PersonListener,
    }));
    const app = await applications.start({
      imports: [EventEmitterModule.forRoot(), ...documents],
      providers,
    });

    await savePerson(app, 'Ada');

    const warnings = [...warn.mock.calls];
    warn.mockRestore();
    expect([heard.length, warnings]).toEqual([15, []]);
  });

  test('has none of the listeners when the application has closed', async () => {
    const app = await applications.start({
      imports: [EventEmitterModule.forRoot(), ...documents],
      providers: [PersonListener],
    });

    await applications.stop(app);

    expect(app.get(EventEmitter2).eventNames()).toEqual([]);
  });
});

describe('Without EventEmitterModule', () => {
  test('listeners are called, and each application is alone', async () => {
    const first = await applications.start({ imports: documents, providers: [PersonListener] });
    const second = await applications.start({ imports: documents, providers: [] });

    await savePerson(second, 'Bob');
    const person = await savePerson(first, 'Ada');

    expect(heard).toEqual([expect.objectContaining({ document: person })]);
  });

  test('there is no warning for more than 10 listeners', async () => {
    const warn = vi.spyOn(process, 'emitWarning');
    const providers = Array.from({ length: 15 }, (_, index) => ({
      provide: `listener ${index}`,
      useClass: PersonListener,
    }));
    const app = await applications.start({ imports: documents, providers });

    const warnings = [...warn.mock.calls];
    warn.mockRestore();
    expect([app.get(SignalBus).receiversOf(postSave, Person).length, warnings]).toEqual([15, []]);
  });
});
