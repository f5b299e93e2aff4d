import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Global, Injectable, Module } from '@nestjs/common';
import { DocumentRepository, InjectRepository, OnPreSave, preSave, SignalBus } from 'nestjs-documents';
import type { PreSave } from 'nestjs-documents';
import { DocumentsModule } from 'nestjs-documents';
import { Applications, ClientCount, documents, Person, uri } from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

const heard: string[] = [];
beforeEach(() => void (heard.length = 0));

@Injectable()
class PersonListener {
  @OnPreSave(Person) hear({ document }: PreSave<Person>) {
    heard.push(document.name);
  }
}

/** Saves a document in each of its hooks. */
@Injectable()
class Seeder {
  constructor(@InjectRepository(Person) private readonly people: DocumentRepository<Person>) {}

  onModuleInit = () => this.#save('onModuleInit');
  onApplicationBootstrap = () => this.#save('onApplicationBootstrap');
  onModuleDestroy = () => this.#save('onModuleDestroy');
  beforeApplicationShutdown = () => this.#save('beforeApplicationShutdown');
  onApplicationShutdown = () => this.#save('onApplicationShutdown');

  async #save(name: string): Promise<void> {
    await this.people.create({ name });
  }
}

const hooksOfStart = ['onModuleInit', 'onApplicationBootstrap'];
const hooksOfEnd = ['onModuleDestroy', 'beforeApplicationShutdown', 'onApplicationShutdown'];

describe('A listener', () => {
  test('hears what a feature module saves in its hooks, from the first to the last', async () => {
    @Module({ imports: [DocumentsModule.forFeature([Person])], providers: [Seeder] })
    class FeatureModule {}
    @Module({ providers: [PersonListener] })
    class ListenerModule {}
    const app = await applications.start({ imports: [FeatureModule, ListenerModule, ...documents] });

    await applications.stop(app);

    expect(heard).toEqual([...hooksOfStart, ...hooksOfEnd]);
  });

  test('hears what the root module saves in its hooks', async () => {
    const app = await applications.start({ imports: documents, providers: [Seeder, PersonListener] });

    await applications.stop(app);

    expect(heard).toEqual([...hooksOfStart, ...hooksOfEnd]);
  });

  test('hears what a global module saves in its hooks, if DocumentsModule.forRoot is imported before it', async () => {
    @Global()
    @Module({ imports: [DocumentsModule.forFeature([Person])], providers: [Seeder] })
    class GlobalModule {}
    const app = await applications.start({
      imports: [DocumentsModule.forRoot({ uri }), GlobalModule],
      providers: [PersonListener],
    });

    await applications.stop(app);

    expect(heard).toEqual([...hooksOfStart, ...hooksOfEnd]);
  });

  test('hears what a global module saves in its hooks, if DocumentsModule.forRoot is imported after it', async () => {
    @Global()
    @Module({ imports: [DocumentsModule.forFeature([Person])], providers: [Seeder] })
    class GlobalModule {}
    const app = await applications.start({
      imports: [GlobalModule, DocumentsModule.forRoot({ uri })],
      providers: [PersonListener],
    });

    await applications.stop(app);

    expect(heard).toEqual([...hooksOfStart, ...hooksOfEnd]);
  });

  test('is disconnected when the application has closed', async () => {
    const app = await applications.start({ imports: documents, providers: [PersonListener] });

    await applications.stop(app);

    expect(app.get(SignalBus).receiversOf(preSave, Person)).toEqual([]);
  });
});

describe('A connection', () => {
  test('is closed when the application has closed', async () => {
    const clients = new ClientCount();
    const app = await applications.start({ imports: documents });
    const openBefore = clients.open;

    await applications.stop(app);

    clients.stop();
    expect([openBefore, clients.open]).toEqual([1, 0]);
  });
});
