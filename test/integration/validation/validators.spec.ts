import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  Id,
  postSave,
  preSavePostValidation,
  ValidationError,
} from 'nestjs-documents';
import type { DocumentRepository, ReportedIssue, ValidatorResult } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

/** Behaviour of the validators of the classes below. */
const behaviour = {
  room: (_value: unknown): ValidatorResult | Promise<ValidatorResult> => true,
  booking: (_booking: Booking): ValidatorResult | readonly ReportedIssue[] | Promise<ValidatorResult> => true,
};
const untouched = { ...behaviour };

@EmbeddedDocument({ validate: ({ from, to }: Period) => from <= to || 'ends before it begins' })
class Period {
  @Field({ required: true }) from!: number;
  @Field({ required: true }) to!: number;
}

@Document({ collection: 'bookings', validate: (booking: Booking) => behaviour.booking(booking) })
class Booking {
  @Id() id!: ObjectId;
  @Field({ required: true, maxLength: 3, validate: (room: string) => behaviour.room(room) }) room!: string;
  @Field() period?: Period;
  @Field(() => [String], {
    each: { validate: async (guest: string) => Promise.resolve(guest !== 'Eve') },
  })
  guests?: string[];
  @Field({ min: 1 }) beds?: number;
}

@Document({
  validate: ({ seats = 0 }: GroupBooking) => seats > 1 || [{ path: 'seats', message: 'are too few' }],
})
class GroupBooking extends Booking {
  @Field() seats?: number;
}

describe('A validator', () => {
  let world: IntegrationApp;
  let bookings: DocumentRepository<Booking>;
  beforeAll(async () => {
    world = await openApp([Booking, GroupBooking]);
    bookings = world.repository(Booking);
  });
  afterAll(() => world.close());
  beforeEach(() => void Object.assign(behaviour, untouched));

  const stored = () => world.db.collection('bookings');
  const issuesOf = async (work: () => unknown): Promise<string[]> => {
    const error = (await errorOf(work)) as ValidationError;
    expect(error).toBeInstanceOf(ValidationError);
    return error.issues.map(({ path, code, message }) => `${path} ${code}: ${message}`);
  };

  test('refuses an insert and an update, with everything else that is wrong', async () => {
    behaviour.room = () => 'is locked';
    behaviour.booking = () => [{ path: 'period.to', message: 'is too late', code: 'too_late' }];
    const bad = {
      room: 'long',
      period: Object.assign(new Period(), { from: 2, to: 1 }),
      guests: ['Ada', 'Eve'],
      beds: 0,
    };
    const expected = [
      'room max_length: should have at most 3 characters',
      'room custom: is locked',
      'period custom: ends before it begins',
      'period.to too_late: is too late',
      'guests.1 custom: is refused by its validator',
      'beds min: should be at least 1',
    ];
    const commands = await world.commandsOf(async () => {
      expect(await issuesOf(async () => bookings.create(bad))).toEqual(expected);
    });
    expect(commands).toEqual([]);

    Object.assign(behaviour, untouched);
    const booking = await bookings.create({ room: 'r1' });
    behaviour.room = () => 'is locked';
    behaviour.booking = () => [{ path: 'period.to', message: 'is too late', code: 'too_late' }];
    Object.assign(booking, bad);
    expect(await issuesOf(() => bookings.save(booking))).toEqual(expected);
    expect(await stored().findOne({ _id: booking.id })).toEqual({ _id: booking.id, room: 'r1' });
  });

  test('that is asynchronous is waited for, before anything is told or written', async () => {
    const recorder = new SignalRecorder(world.bus);
    behaviour.room = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return false;
    };
    const booking = bookings.build({ room: 'r1' });
    expect(await issuesOf(() => bookings.save(booking))).toEqual([
      'room custom: is refused by its validator',
    ]);
    expect(recorder.names.filter((name) => /PostValidation|postSave/.test(name))).toEqual([]);
    expect(await stored().countDocuments({ _id: booking.id })).toBe(0);
    recorder.stop();
  });

  test.each([
    [
      'throws',
      (error: Error) => () => {
        throw error;
      },
    ],
    ['rejects', (error: Error) => async () => Promise.reject(error)],
  ])('that %s rejects the save with that very error, and nothing is written', async (_title, fail) => {
    const error = new TypeError('a bug');
    behaviour.booking = fail(error);
    const heard: string[] = [];
    const undo = [
      world.bus.connect(preSavePostValidation, Booking, () => void heard.push('preSavePostValidation')),
      world.bus.connect(postSave, Booking, () => void heard.push('postSave')),
    ];
    const booking = bookings.build({ room: 'r1' });
    let caught: unknown;
    const commands = await world.commandsOf(async () => {
      caught = await errorOf(() => bookings.save(booking));
    });
    expect(caught).toBe(error);
    expect(await errorOf(() => bookings.insertMany([booking]))).toBe(error);
    expect([commands, heard]).toEqual([[], []]);
    undo.forEach((each) => each());

    Object.assign(behaviour, untouched);
    await bookings.save(booking);
    expect(await stored().countDocuments({ _id: booking.id })).toBe(1);
  });

  test('sees the document as preSave left it, and no id that is made later', async () => {
    const seen: unknown[] = [];
    behaviour.booking = ({ id, room }) => void seen.push(id, room);
    const { id } = await bookings.create({ room: 'r1' });
    expect(seen).toEqual([undefined, 'r1']);
    await bookings.save(await bookings.getById(id));
    expect(seen.slice(2)).toEqual([id, 'r1']);
  });

  test('that is a function is not called for what is missing or of a wrong type', async () => {
    const called: unknown[] = [];
    behaviour.room = (room) => void called.push(room);
    behaviour.booking = (booking) => void called.push(booking);
    const booking = bookings.build({ room: 5 as never });
    expect(await issuesOf(() => bookings.save(booking))).toEqual(['room type: should be string, not number']);
    expect(called).toEqual([]);
  });

  test('of a base class is run too, before that of the class', async () => {
    behaviour.booking = () => [{ path: 'seats', message: 'are counted' }];
    const group = Object.assign(new GroupBooking(), { room: 'r1', seats: 1 });
    expect(await issuesOf(() => world.repository(GroupBooking).save(group))).toEqual([
      'seats custom: are counted',
      'seats custom: are too few',
    ]);
  });

  test('is run for each document of insertMany, asynchronous ones too, before any is written', async () => {
    let running = 0;
    let most = 0;
    behaviour.room = async (room) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return room !== 'r2' || 'is locked';
    };
    const documents = ['r1', 'r2', 'r3', 'r2'].map((room) => bookings.build({ room }));
    const commands = await world.commandsOf(async () => {
      expect(await issuesOf(() => bookings.insertMany(documents))).toEqual([
        '1.room custom: is locked',
        '3.room custom: is locked',
      ]);
    });
    expect(commands).toEqual([]);
    // One document after another, so that a long list does not flood what the validators ask.
    expect(most).toBe(1);
  });

  test('has the text of the programmer in the message', async () => {
    behaviour.room = () => 'is not clean';
    const error = (await errorOf(async () => bookings.create({ room: 'r1' }))) as Error;
    expect(error.message).toContain('room: is not clean');
    expect(inspect(error)).toContain('is not clean');
  });
});
