import 'reflect-metadata';
import { afterEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { OnPostSave, OnPreSave, postSave, preSave, SignalBus } from 'nestjs-documents';
import { Applications, documents, Person, savePerson } from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

@Injectable()
class PlainListener {
  readonly heard: string[] = [];
  @OnEvent('Person:preSave') onPreSave() {
    this.heard.push('Person:preSave');
  }
  @OnEvent('*:postSave') onPostSave() {
    this.heard.push('*:postSave');
  }
  @OnEvent('Person:*') onAny() {
    this.heard.push('Person:*');
  }
  @OnEvent('Person.preSave') onDots() {
    this.heard.push('with a dot');
  }
}
@Injectable()
class PersonListener {
  @OnPreSave(Person) hear() {}
  @OnPostSave(Person, { phase: 'afterCommit' }) hearLater() {}
}

describe('An emitter with another delimiter', () => {
  test('has signals and receivers under names with it', async () => {
    const emitter = EventEmitterModule.forRoot({ delimiter: ':', wildcard: true });
    const providers = [PlainListener, PersonListener];
    const app = await applications.start({ imports: [emitter, ...documents], providers });
    await savePerson(app, 'Ada');

    expect(app.get(PlainListener).heard).toEqual([
      ...['Person:*', 'Person:*'],
      ...['Person:preSave', 'Person:*'],
      'Person:*',
      ...['Person:*', '*:postSave'],
      'Person:*',
    ]);
    const bus = app.get(SignalBus);
    expect(bus.eventOf(preSave, Person)).toBe('Person:preSave');
    expect(bus.eventOf(postSave, undefined, 'afterCommit')).toBe('*:postSave:afterCommit');
    expect(app.get(EventEmitter2).listeners('Person:postSave:afterCommit')).toHaveLength(1);
  });

  test('may be one that has no wildcards', async () => {
    const emitter = EventEmitterModule.forRoot({ delimiter: '::' });
    const app = await applications.start({ imports: [emitter, ...documents], providers: [PersonListener] });

    expect(app.get(EventEmitter2).eventNames()).toEqual(['Person::preSave', 'Person::postSave::afterCommit']);
  });
});
