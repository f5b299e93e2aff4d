import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { ObjectId } from 'mongodb';
import { Document, DocumentsModule, Field, Id, OnPreSave, preSave, SignalBus } from 'nestjs-documents';
import type { PreSave } from 'nestjs-documents';
import { Applications, documents, Person, repositoryOf, savePerson } from '../../support/world/nest-world.js';

@Document({ collection: 'invoices' })
class Invoice {
  @Id() id!: ObjectId;
  @Field() number!: string;
}

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
@Module({ providers: [PersonListener], exports: [PersonListener] })
class LazyModule {}

describe('A listener in a lazily loaded module', () => {
  test('is connected when load() resolves', async () => {
    const app = await applications.start({ imports: documents });
    await savePerson(app, 'before');

    await app.get(LazyModuleLoader).load(() => LazyModule);

    await savePerson(app, 'after');
    expect(heard).toEqual(['after']);
  });

  test('is called once when its module is loaded twice', async () => {
    const app = await applications.start({ imports: documents });
    await app.get(LazyModuleLoader).load(() => LazyModule);
    await app.get(LazyModuleLoader).load(() => LazyModule);

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['Ada']);
  });

  test('is called once when its module is loaded twice at the same time', async () => {
    const app = await applications.start({ imports: documents });
    const loader = app.get(LazyModuleLoader);
    await Promise.all([loader.load(() => LazyModule), loader.load(() => LazyModule)]);

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['Ada']);
  });

  test('hears the documents that the lazy module itself registers', async () => {
    @Injectable()
    class InvoiceListener {
      @OnPreSave(Invoice) hear({ document }: PreSave<Invoice>) {
        heard.push(document.number);
      }
    }
    @Module({ imports: [DocumentsModule.forFeature([Invoice])], providers: [InvoiceListener] })
    class InvoiceModule {}
    const app = await applications.start({ imports: documents });

    const lazy = await app.get(LazyModuleLoader).load(() => InvoiceModule);

    const invoices = repositoryOf({ get: (token) => lazy.get(token, { strict: false }) }, Invoice);
    await invoices.create({ number: '1' });
    expect(heard).toEqual(['1']);
  });

  test('is found before load() resolves, so that it may save at once', async () => {
    const app = await applications.start({ imports: documents });

    await app
      .get(LazyModuleLoader)
      .load(() => LazyModule)
      .then(() => savePerson(app, 'Ada'));

    expect(heard).toEqual(['Ada']);
  });

  test('leaves the running application alone where its module cannot be loaded', async () => {
    class Unstorable {}
    @Module({ imports: [DocumentsModule.forFeature([Unstorable])] })
    class BrokenModule {}
    const app = await applications.start({ imports: documents });

    await expect(app.get(LazyModuleLoader).load(() => BrokenModule)).rejects.toMatchObject({
      code: 'NOT_A_DOCUMENT',
    });

    await app.get(LazyModuleLoader).load(() => LazyModule);
    await savePerson(app, 'Ada');
    expect(heard).toEqual(['Ada']);
  });

  test('is connected although another lazy module was refused before', async () => {
    @Injectable()
    class InvoiceListener {
      @OnPreSave(Invoice) hear() {}
    }
    @Module({ providers: [InvoiceListener] })
    class InvoiceModule {}
    const app = await applications.start({ imports: documents });
    const loader = app.get(LazyModuleLoader);
    await expect(loader.load(() => InvoiceModule)).rejects.toMatchObject({ code: 'DOCUMENT_NOT_REGISTERED' });

    await loader.load(() => LazyModule);

    await savePerson(app, 'Ada');
    expect(heard).toEqual(['Ada']);
  });

  test('makes load() fail where its document is not registered', async () => {
    @Injectable()
    class InvoiceListener {
      @OnPreSave(Invoice) hear() {}
    }
    @Module({ providers: [InvoiceListener] })
    class InvoiceModule {}
    const app = await applications.start({ imports: documents });

    const load = app.get(LazyModuleLoader).load(() => InvoiceModule);

    await expect(load).rejects.toMatchObject({
      code: 'DOCUMENT_NOT_REGISTERED',
      message:
        'InvoiceListener.hear listens to Invoice, but Invoice is not registered. It would never be called. ' +
        'Add it to DocumentsModule.forFeature([Invoice]).',
    });
  });

  test('leaves the running application as it was where load() fails', async () => {
    @Injectable()
    class InvoiceListener {
      @OnPreSave(Invoice) hear() {}
    }
    @Module({ providers: [InvoiceListener, PersonListener] })
    class InvoiceModule {}
    const app = await applications.start({ imports: documents });

    await app
      .get(LazyModuleLoader)
      .load(() => InvoiceModule)
      .catch(() => undefined);

    await savePerson(app, 'Ada');
    expect(heard).toEqual([]);
  });

  test('is disconnected when the application closes', async () => {
    const app = await applications.start({ imports: documents });
    await app.get(LazyModuleLoader).load(() => LazyModule);

    await applications.stop(app);

    expect(app.get(SignalBus).receiversOf(preSave, Person)).toEqual([]);
  });

  test('is connected where the module is loaded while the application starts', async () => {
    @Injectable()
    class Starter {
      constructor(private readonly loader: LazyModuleLoader) {}
      async onModuleInit() {
        await this.loader.load(() => LazyModule);
      }
    }
    const app = await applications.start({ imports: documents, providers: [Starter] });

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['Ada']);
  });
});
