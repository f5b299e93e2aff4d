import { ObjectId } from 'mongodb';
import { DeletedAt, Document, EmbeddedDocument, Field, Id, Reference, UpdatedAt } from 'nestjs-documents';
import type { DocumentClass } from 'nestjs-documents';
import type { IntegrationApp } from '../../../support/world/integration-app.js';

@Document({ collection: 'clubs' })
export class Club {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Reference(() => Club, { onDelete: 'nullify' }) rivalId?: ObjectId;
}

/** Shares the collection of clubs. */
@Document()
export class YouthClub extends Club {
  @Reference(() => Club, { onDelete: 'cascade' }) parentId?: ObjectId;
}

@Document({ collection: 'teams' })
export class Team {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Reference(() => Club, { key: 'club', onDelete: 'cascade' }) clubId?: ObjectId;
}

@EmbeddedDocument()
export class Substitute {
  @Field() minute?: number;
  @Reference(() => Team, { key: 'team', onDelete: 'nullify' }) teamId?: ObjectId;
}

@EmbeddedDocument()
export class Half {
  @Field(() => [Substitute]) substitutes: Substitute[] = [];
  @Reference(() => [Team], { onDelete: 'pull' }) warnedIds: ObjectId[] = [];
}

@Document({ collection: 'matches' })
export class Match {
  @Id() id!: ObjectId;
  @Reference(() => [Team], { onDelete: 'pull' }) teamIds: ObjectId[] = [];
  @Field(() => [Half]) halves: Half[] = [];
  @UpdatedAt() updatedAt?: Date;
}

@Document({ collection: 'players' })
export class Player {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Reference(() => Team, { onDelete: 'cascade' }) teamId?: ObjectId;
  @Reference(() => Player, { onDelete: 'cascade' }) mentorId?: ObjectId;
}

@Document({ collection: 'invoices' })
export class Invoice {
  @Id() id!: ObjectId;
  @Reference(() => Player, { onDelete: 'deny' }) playerId?: ObjectId;
  @Reference(() => YouthClub, { onDelete: 'deny' }) youthClubId?: ObjectId;
  @Reference(() => Club, { onDelete: 'cascade' }) clubId?: ObjectId;
}

@Document({ collection: 'members' })
export class Member {
  @Id() id!: ObjectId;
  @Reference(() => Club, { onDelete: 'nothing' }) clubId?: ObjectId;
  @DeletedAt() deletedAt?: Date;
}

@Document({ collection: 'cards' })
export class Card {
  @Id() id!: ObjectId;
  @Reference(() => Member, { onDelete: 'cascade', onSoftDelete: 'nullify' }) memberId?: ObjectId;
}

/** Nothing refers to it. */
@Document({ collection: 'news' })
export class News {
  @Id() id!: ObjectId;
  @Field() title?: string;
}

export const all: DocumentClass[] = [...[Club, YouthClub, Team, Match, Player, Invoice, Member, Card, News]];

/** The number of documents in each collection that has any. */
export async function countsOf({ db }: IntegrationApp): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    const count = await db.collection(name).countDocuments();
    if (count > 0) counts[name] = count;
  }
  return counts;
}

/** Empties every collection. */
export async function clear({ db }: IntegrationApp): Promise<void> {
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    await db.collection(name).deleteMany({});
}
