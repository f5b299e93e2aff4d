import { ObjectId } from 'mongodb';
import { Document, Field, Id, Reference } from 'nestjs-documents';
import type { Provocation } from './provocations.js';
import { secret } from './secrets-world.js';

@Document({ collection: 'owners' })
class Owner {
  @Id() id!: ObjectId;
  @Field() name?: string;
}

@Document({ collection: 'pets' })
class Pet {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Reference(() => Owner, { onDelete: 'deny' }) ownerId?: ObjectId;
  @Reference(() => Owner, { onDelete: 'cascade' }) keeperId?: ObjectId;
}

@Document({ collection: 'kennels' })
class Kennel {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Reference(() => Owner, { onDelete: 'nullify' }) ownerId?: ObjectId;
}

@Document({ collection: 'crowd' })
class Visitor {
  @Id() id!: number;
}

@Document({ collection: 'tickets' })
class Ticket {
  @Id() id!: ObjectId;
  @Reference(() => Visitor, { onDelete: 'deny' }) visitorId?: number;
}

/** Those of delete rules. */
export const ruleProvocations: Readonly<Record<string, Readonly<Record<string, Provocation['provoke']>>>> = {
  DeleteDeniedError: {
    'others refer to it': ({ beside }) =>
      beside([Owner, Pet, Kennel], {}, async ({ repository }) => {
        const owner = await repository(Owner).create({ name: secret });
        await repository(Pet).create({ name: secret, ownerId: owner.id });
        return repository(Owner).deleteMany({ name: secret });
      }),
  },
  DeleteIncompleteError: {
    'the server refuses an update of its rules': ({ beside }) =>
      beside([Owner, Pet, Kennel], {}, async ({ db, repository }) => {
        const owner = await repository(Owner).create({ name: secret });
        await repository(Pet).create({ name: secret, keeperId: owner.id });
        await repository(Kennel).create({ name: secret, ownerId: owner.id });
        await db.command({ collMod: 'kennels', validator: { ownerId: { $exists: true }, name: secret } });
        return repository(Owner).delete(owner, { transactional: false, context: { secret } });
      }),
  },
  DeletePlanTooLargeError: {
    'it would delete a crowd': ({ beside }) =>
      beside([Visitor, Ticket], {}, async ({ db, repository }) => {
        await db.collection('seeds').insertOne({ name: secret });
        const each = { $project: { n: { $range: [0, 100_001] } } };
        const pipeline = [each, { $unwind: '$n' }, { $project: { _id: '$n' } }];
        await db.createCollection('crowd', { viewOn: 'seeds', pipeline });
        return repository(Visitor).deleteMany({}, { allowAll: true });
      }),
  },
};
