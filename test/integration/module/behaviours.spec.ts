import 'reflect-metadata';
import { afterEach, describe, expect, test } from 'vitest';
import { EventEmitter2, EventEmitterModule } from '@nestjs/event-emitter';
import { ObjectId } from 'mongodb';
import {
  type Connection,
  Document,
  DocumentsModule,
  Field,
  getConnectionToken,
  Id,
  Sequence,
  Version,
} from 'nestjs-documents';
import { Applications, repositoryOf } from '../../support/world/nest-world.js';
import { databaseUri } from '../../support/server.js';

@Document({ collection: 'entries' })
class Entry {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @Sequence() number!: number;
  @Version() version!: number;
}
@Document()
class LateEntry extends Entry {
  @Field() reason?: string;
}

const applications = new Applications();
afterEach(() => applications.close());

const twoConnections = () => [
  EventEmitterModule.forRoot(),
  DocumentsModule.forRoot({ uri: databaseUri() }),
  DocumentsModule.forRoot({ uri: databaseUri(), connection: 'audit' }),
  DocumentsModule.forFeature([Entry, LateEntry]),
  DocumentsModule.forFeature([Entry], 'audit'),
];

describe('A class with behaviours that is registered for two connections, and whose heir is registered too', () => {
  test('is numbered and versioned in the database of each connection, once per save', async () => {
    const app = await applications.start({ imports: twoConnections() });
    for (const connection of ['default', 'audit']) {
      const entries = repositoryOf(app, Entry, connection);
      const entry = await entries.save(new Entry());
      await entries.save(Object.assign(entry, { text: 'a' }));
      const { db } = app.get<Connection>(getConnectionToken(connection));
      expect(await db.collection('entries').findOne({ _id: entry.id })).toMatchObject({
        number: 1,
        version: 2,
      });
      expect(await db.collection('sequences').find().toArray()).toEqual([{ _id: 'Entry.number', count: 1 }]);
      await db.dropDatabase();
    }
  });

  test('acts once on a document of the heir', async () => {
    const app = await applications.start({ imports: twoConnections() });
    const late = await repositoryOf(app, Entry).save(new LateEntry());
    await repositoryOf(app, LateEntry).save(Object.assign(late, { reason: 'x' }));
    const { db } = app.get<Connection>(getConnectionToken());
    expect(await db.collection('entries').findOne({ _id: late.id })).toMatchObject({ number: 1, version: 2 });
    await db.dropDatabase();
  });

  test('leaves no receiver on the emitter of the application when that has ended', async () => {
    const app = await applications.start({ imports: twoConnections() });
    const emitter = app.get(EventEmitter2);
    expect(emitter.listeners('Entry.preSave')).toHaveLength(1);
    await applications.stop(app);
    expect(emitter.eventNames().map(String)).toEqual([]);
  });
});
