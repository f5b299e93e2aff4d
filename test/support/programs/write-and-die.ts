/**
 * Saves two people and dies at a moment: `node write-and-die.ts transaction commitTransaction succeeded` when the reply to that command
 * has arrived, before it is announced; `started` before it is sent. Signals are recorded in the collection `heard`.
 */
import 'reflect-metadata';
import { Injectable } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  DocumentsModule,
  InjectConnection,
  OnPostSave,
  Transactions,
  getConnectionToken,
  getRepositoryToken,
} from 'nestjs-documents';
import type { Connection, DocumentRepository, PostSave } from 'nestjs-documents';
import { Person } from '../world/integration-people.js';

const { MONGODB_URI: uri = '' } = process.env;
const [, , mode = 'alone', fatalCommand = '', moment = 'succeeded', count = '1'] = process.argv;

@Injectable()
class Listener {
  constructor(@InjectConnection() private readonly connection: Connection) {}
  @OnPostSave(Person) inOperation({ document, session }: PostSave<Person>) {
    return this.note(`now ${document.name}`, session);
  }
  @OnPostSave(Person, { phase: 'afterCommit' }) afterCommit({ document }: PostSave<Person>) {
    return this.note(`afterCommit ${document.name}`);
  }
  private async note(heard: string, session?: PostSave<Person>['session']) {
    await this.connection.db
      .collection<{ heard: string }>('heard')
      .insertOne({ heard }, session && { session });
  }
}

class AppModule {}
const app = await NestFactory.create(
  {
    module: AppModule,
    imports: [
      DocumentsModule.forRoot({ uri, clientOptions: { monitorCommands: true } }),
      DocumentsModule.forFeature([Person]),
    ],
    providers: [Listener],
  },
  { logger: false, abortOnError: false },
);
await app.init();
const connection = app.get<Connection>(getConnectionToken());
const people = app.get<DocumentRepository<Person>>(getRepositoryToken(Person));

// Ends the transaction by its session, as the dead process cannot.
connection.client.on('commandStarted', ({ command }) => {
  const { id } = command['lsid'] ?? {};
  if (command['autocommit'] === false) console.log(`session ${id.toString('hex')}`);
});

let left = Number(count);
const dieAt = ({ commandName }: { readonly commandName: string }): void => {
  if (commandName === fatalCommand && --left === 0) process.kill(process.pid, 'SIGKILL');
};
if (moment === 'started') connection.client.on('commandStarted', dieAt);
else connection.client.on('commandSucceeded', dieAt);
const save = async (): Promise<void> => {
  for (const name of ['Ada', 'Bob']) await people.create({ name });
};
if (mode === 'transaction') await app.get(Transactions).run(save);
else await save();
console.log('done');
await app.close();
