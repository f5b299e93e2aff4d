import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf, Reference } from 'nestjs-documents';
import type { DocumentClass, ReferenceOptions } from 'nestjs-documents';
import { errorOf, openApp } from '../../../support/world/integration-app.js';

@Document({ collection: 'ports' })
class Port {
  @Id() id!: ObjectId;
}

function single(options: ReferenceOptions): DocumentClass {
  @Document({ collection: 'ships' })
  class Ship {
    @Id() id!: ObjectId;
    @Reference(() => Port, options) portId?: ObjectId;
  }
  return Ship;
}

function listed(options: ReferenceOptions): DocumentClass {
  @Document({ collection: 'ships' })
  class Ship {
    @Id() id!: ObjectId;
    @Reference(() => [Port], options) portIds: ObjectId[] = [];
  }
  return Ship;
}

function mapped(options: ReferenceOptions): DocumentClass {
  @Document({ collection: 'ships' })
  class Ship {
    @Id() id!: ObjectId;
    @Reference(() => mapOf(Port), options) ports = new Map<string, ObjectId>();
  }
  return Ship;
}

function nested(options: ReferenceOptions): DocumentClass {
  @Document({ collection: 'ships' })
  class Ship {
    @Id() id!: ObjectId;
    @Reference(() => [[Port]], options) portIds: ObjectId[][] = [];
  }
  return Ship;
}

function endless(options: ReferenceOptions): DocumentClass {
  @EmbeddedDocument()
  class Leg {
    @Reference(() => Port, options) portId?: ObjectId;
    @Field(() => [Leg]) legs: Leg[] = [];
  }
  @Document({ collection: 'ships' })
  class Ship {
    @Id() id!: ObjectId;
    @Field(() => [Leg]) legs: Leg[] = [];
  }
  return Ship;
}

function unchanging(options: ReferenceOptions): DocumentClass {
  @Document({ collection: 'ships', updatesByFilter: 'refuse' })
  class Ship {
    @Id() id!: ObjectId;
    @Reference(() => Port, options) portId?: ObjectId;
  }
  return Ship;
}

describe('A delete rule that cannot be obeyed fails the start', () => {
  test.each([
    [
      'nullify of a required field',
      single({ onDelete: 'nullify', required: true }),
      'Ship.portId',
      'required',
    ],
    [
      'the same for soft deletes',
      single({ onSoftDelete: 'nullify', required: true }),
      'Ship.portId',
      'onSoftDelete',
    ],
    [
      'nullify of an immutable field',
      single({ onDelete: 'nullify', immutable: true }),
      'Ship.portId',
      'immutable',
    ],
    ['nullify of a list', listed({ onDelete: 'nullify' }), 'Ship.portIds', `Use 'pull'`],
    ['pull of a single id', single({ onDelete: 'pull' }), 'Ship.portId', `Use 'nullify'`],
    ['pull below a least length', listed({ onDelete: 'pull', minLength: 1 }), 'Ship.portIds', 'minLength'],
    [
      'a rule without a meaning',
      single({ onDelete: 'restrict' as never }),
      'Ship.portId',
      'Use one of nothing',
    ],
    ['a rule of a map', mapped({ onDelete: 'pull' }), 'Ship.ports', 'map'],
    ['a rule of a list of lists', nested({ onDelete: 'cascade' }), 'Ship.portIds', 'list of lists'],
    ['a rule at places without an end', endless({ onDelete: 'cascade' }), 'Leg.portId', 'holds itself'],
    [
      'an update where none by a filter is allowed',
      unchanging({ onDelete: 'nullify' }),
      'Ship.portId',
      'updatesByFilter',
    ],
  ])('%s', async (_, documentClass, property, reason) => {
    const error = await errorOf(() => openApp([Port, documentClass]));
    expect(error).toMatchObject({ code: 'INVALID_SCHEMA' });
    expect(error.message).toContain(property);
    expect(error.message).toContain(reason);
  });

  test.each([
    ['cascade of a required field', single({ onDelete: 'cascade', required: true })],
    ['deny of an immutable list', listed({ onDelete: 'deny', immutable: true })],
    ['a map without a rule', mapped({ onDelete: 'nothing' })],
    ['cascade where no update by a filter is allowed', unchanging({ onDelete: 'cascade' })],
  ])('but not %s', async (_, documentClass) => {
    const app = await openApp([Port, documentClass]);
    await app.close();
  });
});
