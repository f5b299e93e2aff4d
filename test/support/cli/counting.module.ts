import { Module } from '@nestjs/common';
import { CounterOf, Document, DocumentsModule, Id, Reference } from 'nestjs-documents';

const { MONGODB_URI: uri = '' } = process.env;

@Document({ collection: 'teams' })
export class Team {
  @Id() id!: number;
  @CounterOf(() => Player, 'teamId') playerCount!: number;
}

/** Stored among the teams. */
@Document()
export class Squad extends Team {
  @CounterOf(() => Player, 'squadIds') squadCount!: number;
}

@Document({ collection: 'players' })
export class Player {
  @Id() id!: number;
  @Reference(() => Team) teamId?: number;
  @Reference(() => [Squad]) squadIds: number[] = [];
}

/** An application with documents that count others. */
@Module({
  imports: [DocumentsModule.forRoot({ uri }), DocumentsModule.forFeature([Team, Squad, Player])],
})
export class CountingModule {}
