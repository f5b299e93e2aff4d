import { ObjectId } from 'mongodb';
import { DeletedAt, Document, EmbeddedDocument, Field, Id, Index, Unique } from 'nestjs-documents';
import { describe, expect, it } from 'vitest';
import { collectionsOf } from './collections-of.js';
import type { DocumentClass } from '../../../../lib/schema/declare/class-record.js';

/** The filters of the indexes of classes, by name. */
function filtersOf(...classes: readonly DocumentClass[]): Readonly<Record<string, unknown>> {
  const indexes = collectionsOf(...classes).flatMap((each) => each.indexes);
  return Object.fromEntries(
    indexes.map(({ name, options }) => [name, (options['partialFilterExpression'] as unknown) ?? 'all']),
  );
}

describe('A unique index', () => {
  it('of a field that is not required counts documents that have it', () => {
    @EmbeddedDocument()
    class Passport {
      @Field({ required: true }) @Unique() number!: string;
    }
    @Document()
    @Index({ a: 1, b: 1 }, { unique: true })
    class Citizen {
      @Id() id!: ObjectId;
      @Field({ required: true }) @Unique() email!: string;
      @Field() @Unique() nickname?: string;
      @Field() @Unique({ sparse: true }) badge?: string;
      @Field() @Unique({ where: {} }) tax?: string;
      @Field() a?: string;
      @Field() b?: string;
      @Field({ required: true }) passport!: Passport;
      @Field() old?: Passport;
      @Field(() => [Passport], { required: true }) others!: Passport[];
      @Field({ indexes: false }) copy?: Passport;
    }
    expect(filtersOf(Citizen)).toEqual({
      a_1_b_1: 'all',
      email_1: 'all',
      nickname_1: { nickname: { $exists: true } },
      badge_1: 'all',
      tax_1: 'all',
      'passport.number_1': 'all',
      'old.number_1': { 'old.number': { $exists: true } },
      'others.number_1': { 'others.number': { $exists: true } },
    });
  });

  it('of a class with soft delete counts those that are not deleted', () => {
    @Document()
    @Index({ room: 1, seat: 1 }, { unique: true })
    @Index({ seat: 1, room: 1 }, { unique: true, where: { room: 'hall' } })
    @Index({ seat: -1, room: 1 }, { unique: true, withDeleted: true })
    @Index({ room: 1 })
    class Booking {
      @Id() id!: ObjectId;
      @Field({ required: true }) room!: string;
      @Field({ required: true }) seat!: number;
      @Field() @Unique() code?: string;
      @DeletedAt({ key: 'gone' }) deletedAt?: Date;
    }
    expect(filtersOf(Booking)).toEqual({
      room_1_seat_1: { gone: { $eq: null } },
      seat_1_room_1: { room: { $eq: 'hall' }, gone: { $eq: null } },
      'seat_-1_room_1': 'all',
      room_1: 'all',
      code_1: { code: { $exists: true }, gone: { $eq: null } },
    });
  });

  it('of a subclass counts its documents and those of its subclasses', () => {
    @Document()
    class Vehicle {
      @Id() id!: ObjectId;
      @Field({ required: true }) @Unique() plate!: string;
    }
    @Document({ discriminator: { value: 'truck' } })
    class Truck extends Vehicle {
      @Field({ required: true }) @Unique() license!: string;
      @Field() @Index() load?: number;
    }
    @Document()
    class Tanker extends Truck {
      @Field({ required: true }) @Unique() tank!: string;
    }
    expect(filtersOf(Vehicle, Truck, Tanker)).toEqual({
      plate_1: 'all',
      license_1: { _type: { $in: ['truck', 'Tanker'] } },
      load_1: 'all',
      tank_1: { _type: 'Tanker' },
    });
  });

  it('of a base class whose subclass has soft delete does not count what that has deleted', () => {
    @Document()
    class Account {
      @Id() id!: ObjectId;
      @Field({ required: true }) @Unique() owner!: string;
    }
    @Document()
    class Trial extends Account {
      @DeletedAt() deletedAt?: Date;
    }
    expect(filtersOf(Account, Trial)).toEqual({ owner_1: { deletedAt: { $eq: null } } });
  });

  it('is not sparse where it counts only some documents by itself', () => {
    @Document()
    class Ticket {
      @Id() id!: ObjectId;
      @Field() @Unique({ sparse: true }) code?: string;
      @DeletedAt() deletedAt?: Date;
    }
    expect(() => filtersOf(Ticket)).toThrow('Its index of code is "sparse", but counts only some documents');
  });
});
