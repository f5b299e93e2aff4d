import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { Collection, CommandStartedEvent, Document as Stored } from 'mongodb';
import { DocumentsModule, Transactions, getConnectionToken, getRepositoryToken } from 'nestjs-documents';
import type { Connection, DocumentRepository } from 'nestjs-documents';
import { databaseUri } from '../server.js';
import { openWireTap } from '../proxy/wire-tap.js';
import { fields, Kept, Keyed, storedCanary, Target } from './target.js';

/** An application whose commands are read twice: where the driver sends them, and on their way into the server. */
export interface InjectionWorld {
  readonly app: INestApplication;
  readonly targets: DocumentRepository<Target>;
  readonly keyed: DocumentRepository<Keyed>;
  readonly kept: DocumentRepository<Kept>;
  readonly transactions: Transactions;
  readonly collection: Collection;
  /** The commands sent, as the driver reports them. */
  readonly sent: Stored[];
  /** The commands that reached the server. */
  readonly received: Stored[];
  /** Stores a document. */
  saved(): Promise<Target>;
  /** The same stored document each time, without what an earlier payload has left in it. */
  loaded(): Promise<Target>;
  /** Whether the canary is there as it was stored, byte for byte. */
  isCanaryUnharmed(): Promise<boolean>;
  /** Deletes all but the canary. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const housekeeping = new Set(['hello', 'ping', 'endSessions']);

export async function openInjectionWorld(): Promise<InjectionWorld> {
  const uri = new URL(databaseUri());
  const tap = await openWireTap({ host: uri.hostname, port: Number(uri.port) });
  uri.host = `127.0.0.1:${tap.port}`;
  uri.searchParams.set('directConnection', 'true');
  const testing = await Test.createTestingModule({
    imports: [
      DocumentsModule.forRoot({ uri: uri.href, clientOptions: { monitorCommands: true } }),
      DocumentsModule.forFeature([Target, Keyed, Kept]),
    ],
  }).compile();
  const app = await testing.createNestApplication({ logger: false }).init();
  const { client, db } = app.get<Connection>(getConnectionToken());
  const collection = db.collection('targets');
  const sent: Stored[] = [];
  client.on('commandStarted', ({ commandName, command }: CommandStartedEvent) => {
    if (!housekeeping.has(commandName)) sent.push(command);
  });
  const targets = app.get<DocumentRepository<Target>>(getRepositoryToken(Target));
  const keyed = app.get<DocumentRepository<Keyed>>(getRepositoryToken(Keyed));
  const canary = storedCanary();
  await collection.insertOne(canary);
  const bytes = async () =>
    (await collection.find({ _id: canary._id }, { raw: true }).toArray()).map((each) =>
      Buffer.from(each as unknown as Uint8Array).toString('hex'),
    );
  const before = await bytes();
  const saved = () => targets.save(Object.assign(new Target(), { name: 'loaded' }));
  let subject: Target | undefined;
  return {
    app,
    targets,
    keyed,
    kept: app.get<DocumentRepository<Kept>>(getRepositoryToken(Kept)),
    transactions: app.get(Transactions),
    collection,
    sent,
    received: tap.received,
    saved,
    async loaded() {
      subject ??= await saved();
      const { id } = subject;
      for (const name of fields) Object.assign(subject, { [name]: undefined });
      return Object.assign(subject, { id, name: 'loaded' });
    },
    async isCanaryUnharmed() {
      const now = await bytes();
      return now.length === 1 && now[0] === before[0];
    },
    async clear() {
      await collection.deleteMany({ _id: { $ne: canary._id } });
      subject = undefined;
      await db.collection('keyed').deleteMany({});
      await db.collection('kept').deleteMany({});
    },
    async close() {
      await db.dropDatabase();
      await app.close();
      await tap.close();
    },
  };
}
