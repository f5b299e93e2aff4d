import { MongoServerError, ObjectId } from 'mongodb';
import type { MongoClientOptions } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, postDelete, Sequence } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { openDatesProxy } from '../proxy/dates-proxy.js';
import type { IntegrationApp } from '../world/integration-app.js';
import { openLossyProxy } from '../proxy/lossy-proxy.js';
import type { LossyProxy } from '../proxy/lossy-proxy.js';
import type { Provocation } from './provocations.js';
import { secret } from './secrets-world.js';

@Document({ collection: 'members' })
class Member {
  @Id() id!: ObjectId;
  @Field() name?: string;
}

@EmbeddedDocument()
class Part {
  @Field() name?: string;
}

@Document({ collection: 'groups' })
class Group {
  @Id() id!: ObjectId;
  @Field(() => [Part]) parts!: Part[];
}

@Document({ collection: 'numbered' })
class Numbered {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Sequence() number!: number;
}

/** Runs `work` in an application of its own, whose replies may be lost, with a new document full of secrets. */
function provoking(
  documentClass: typeof Member,
  clientOptions: MongoClientOptions,
  work: (
    documents: DocumentRepository<Member>,
    document: Member,
    proxy: LossyProxy,
    app: IntegrationApp,
  ) => Promise<unknown>,
): Provocation['provoke'] {
  return async ({ beside }) => {
    const proxy = await openLossyProxy();
    try {
      return await beside([documentClass], { uri: proxy.uri, clientOptions }, async (world) => {
        const documents = world.repository<Member>(documentClass);
        return work(documents, documents.build({ name: secret }), proxy, world);
      });
    } finally {
      await proxy.close();
    }
  };
}

/** Those that need a server that does not answer, or not as it should. */
export const outcomeProvocations: Readonly<Record<string, Readonly<Record<string, Provocation['provoke']>>>> =
  {
    WriteOutcomeUnknownError: {
      'the replies are lost': provoking(Member, {}, async (members, document, proxy) => {
        proxy.lose({ command: 'insert', times: 2 });
        return members.save(document);
      }),
      'the replies to a list are lost': provoking(Member, {}, async (members, document, proxy) => {
        proxy.lose({ command: 'insert', times: 2 });
        return members.insertMany([document]);
      }),
    },
    WriteNotDurableError: {
      'there are not enough members': provoking(
        Member,
        { writeConcern: { w: 5, wtimeoutMS: 50 } },
        async (members, document) => members.save(document),
      ),
    },
    ServerUnavailableError: {
      'the client is closed': provoking(Member, {}, async (members, document, _proxy, { connection }) => {
        await connection.client.close();
        return members.save(document);
      }),
    },
    ReadFailedError: {
      'the replies are lost': provoking(Member, {}, async (members, document, proxy) => {
        proxy.lose({ command: 'find', times: 3 });
        return members.findOne({ name: document.name! });
      }),
    },
    QueryTimeoutError: {
      'the server has no time left': provoking(
        Member,
        {},
        async (members, document, _proxy, { connection }) => {
          // Not every server can be made slow; this one also tells the secret.
          const answer = { code: 50, codeName: 'MaxTimeMSExpired', errmsg: `no time for ${secret}` };
          connection.db.command = () => Promise.reject(new MongoServerError(answer));
          return members.find({ name: document.name! }).maxTimeMS(1).first();
        },
      ),
    },
    DeleteManyError: {
      'the replies to the second delete are lost': provoking(
        Member,
        {},
        async (members, document, proxy, { bus }) => {
          using _undo = bus.connect(postDelete, Member, () => undefined);
          await members.insertMany([document, members.build({ name: secret })]);
          proxy.lose({ command: 'delete', skip: 1, times: 2 });
          return await members.deleteMany({ name: secret });
        },
      ),
    },
    ShuttingDownError: {
      'a document is saved too late': provoking(Member, {}, async (members, document, _proxy, { app }) => {
        await app.close();
        return members.save(document);
      }),
    },
    DateOutOfRangeError: {
      'it is stored beside what changes in an array': async ({ beside }) => {
        const proxy = await openDatesProxy(1_234_567_890_123n, 9_000_000_000_000_000n);
        try {
          return await beside([Group], { uri: proxy.uri }, async ({ db, repository }) => {
            const groups = repository(Group);
            const parts = [{ name: secret, since: new Date(1_234_567_890_123) }, { name: secret }];
            const { insertedId } = await db.collection('groups').insertOne({ parts });
            const group = await groups.getById(insertedId);
            group.parts.pop();
            return groups.save(group);
          });
        } finally {
          await proxy.close();
        }
      },
    },
    SequenceError: {
      'the replies are lost': provoking(Numbered, {}, async (numbered, document, proxy) => {
        proxy.lose({ command: 'findAndModify', times: 2 });
        return numbered.save(document);
      }),
    },
  };
