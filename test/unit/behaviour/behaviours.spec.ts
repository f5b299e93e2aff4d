import { describe, expect, test } from 'vitest';
import { Behaviours } from '../../../lib/behaviour/behaviours.js';
import { Document } from '../../../lib/document/document.js';
import { DeletedAt, Sequence, UpdatedAt, Version } from '../../../lib/document/field-roles.js';
import { UpdatedBy } from '../../../lib/document/user-roles.js';
import { Field, Id } from '../../../lib/document/field.js';
import { signals } from '../../../lib/lifecycle/signals.js';
import type { RepositoryContext } from '../../../lib/operation/repository-context.js';
import type { DocumentClass } from '../../../lib/schema/declare/class-record.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import type { SignalBus } from '../../../lib/signal/signal-bus.js';
import { busOn } from '../../support/unit/unit-signals.js';
import { familyOf } from '../../support/unit/unit-world.js';

@Document()
class Plain {
  @Id() id!: string;
  @Field() name?: string;
}
@Document()
class Base {
  @Id() id!: string;
  @Version() version!: number;
}
@Document()
class Heir extends Base {
  @UpdatedAt() updatedAt!: Date;
  @UpdatedBy(() => 'ada') updatedBy?: string;
  @DeletedAt() deletedAt?: Date;
  @Sequence() number!: number;
}

const contextOf = (documentClass: DocumentClass, connection = 'default'): RepositoryContext => {
  const schema = schemaOf(documentClass);
  return { schema, family: familyOf(schema), connection: { name: connection } } as RepositoryContext;
};

/** Lists the receivers of signals about a class: `preSave: -1000000 sequence of Heir`. */
const connected = (bus: SignalBus, documentClass: DocumentClass): string[] =>
  signals.flatMap((signal) =>
    bus
      .receiversOf(signal, documentClass)
      // Updates by a filter also call receivers of subclasses.
      .filter(({ name }) => name.endsWith(` of ${documentClass.name}`))
      .map(({ name, order }) => `${signal.name}: ${order} ${name}`),
  );

const ofBase = ['preSavePostValidation: 1000000 version of Base'];
const bulkOfBase = [
  'preBulkInsert: -1000000 sequence of Base',
  'preBulkInsert: -1000000 timestamps of Base',
  'preBulkInsert: -1000000 users of Base',
  'preBulkInsert: 1000000 sequence of Base',
  'preBulkInsert: 1000000 version of Base',
  'preBulkInsert: 1000000 timestamps of Base',
  'preBulkInsert: 1000000 users of Base',
];
const updateOfBase = ['preUpdate: 1000000 version of Base'];
const ofHeir = [
  'preSave: -1000000 sequence of Heir',
  'preSave: -1000000 timestamps of Heir',
  'preSave: -1000000 users of Heir',
  'preSavePostValidation: 1000000 version of Heir',
  'preSavePostValidation: 1000000 timestamps of Heir',
  'preSavePostValidation: 1000000 users of Heir',
  'preDelete: -1000000 soft delete of Heir',
  ...bulkOfBase.map((line) => line.replace('Base', 'Heir')),
  'preUpdate: 1000000 version of Heir',
  'preUpdate: 1000000 timestamps of Heir',
  'preUpdate: 1000000 users of Heir',
];

describe('Behaviours', () => {
  test('connect nothing for a class without fields for them', () => {
    const { bus } = busOn();
    new Behaviours(bus).connect(contextOf(Plain));
    expect(connected(bus, Plain)).toEqual([]);
  });

  test('connect a class and those that extend it, in their order', () => {
    const { bus } = busOn();
    new Behaviours(bus).connect(contextOf(Base));
    expect(connected(bus, Base)).toEqual([...ofBase, ...bulkOfBase, ...updateOfBase]);
    expect(connected(bus, Heir)).toEqual(ofHeir);
  });

  test('connect each once, for whatever connections and classes they are asked', () => {
    const { bus } = busOn();
    const behaviours = new Behaviours(bus);
    for (const context of [contextOf(Heir), contextOf(Base), contextOf(Heir, 'audit'), contextOf(Base)])
      behaviours.connect(context);
    expect(connected(bus, Base)).toEqual([...ofBase, ...bulkOfBase, ...updateOfBase]);
    expect(connected(bus, Heir)).toEqual(ofHeir);
  });

  test('disconnect all', () => {
    const { bus } = busOn();
    const behaviours = new Behaviours(bus);
    behaviours.connect(contextOf(Base));
    behaviours.disconnect();
    expect([...connected(bus, Base), ...connected(bus, Heir)]).toEqual([]);
  });
});
