import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  DateOutOfRangeError,
  DecodeError,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  Undeclared,
  ValidationError,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { openDatesProxy } from '../../support/proxy/dates-proxy.js';
import type { DatesProxy } from '../../support/proxy/dates-proxy.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Part {
  @Field() label?: string;
  @Field(() => 'any') anything?: unknown;
}

@EmbeddedDocument()
class OpenPart {
  @Field() label?: string;
  @Undeclared() more = new Map<string, any>();
}

@Document({ collection: 'calendars' })
class Calendar {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field() at?: Date;
  @Field(() => 'any') anything?: any;
  @Field() part?: Part;
  @Field(() => [Part]) parts: Part[] = [];
  @Field(() => [OpenPart]) openParts: OpenPart[] = [];
}

@Document({ collection: 'diaries' })
class Diary {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Undeclared() more = new Map<string, any>();
}

/** Stands in the server for a date that not every server takes. */
const standIn = 1_234_567_890_123;
const far = new Date(standIn);

describe('A stored date that JavaScript has no Date for', () => {
  let proxy: DatesProxy;
  let world: IntegrationApp;
  let calendars: DocumentRepository<Calendar>;
  let diaries: DocumentRepository<Diary>;

  beforeAll(async () => {
    proxy = await openDatesProxy(BigInt(standIn), 9_000_000_000_000_000n);
    world = await openApp([Calendar, Diary], [], { uri: proxy.uri });
    calendars = world.repository(Calendar);
    diaries = world.repository(Diary);
  });
  beforeEach(() => world.db.collection('calendars').deleteMany({}));
  afterAll(async () => {
    await world.close();
    await proxy.close();
  });

  const load = async (values: object): Promise<Calendar> => {
    const { insertedId } = await world.db.collection('calendars').insertOne({ ...values });
    const before = proxy.replaced;
    const calendar = await calendars.getById(insertedId);
    expect(proxy.replaced).toBeGreaterThan(before);
    return calendar;
  };

  /** Saves a change, and reports how many such dates and how many dates of 1970 are stored afterwards, and the error. */
  const save = async (calendar: Calendar) => {
    let error: unknown;
    const sent = await world.commandsOf(async () => {
      error = await errorOf(() => calendars.save(calendar));
    });
    const before = proxy.replaced;
    const stored = await world.db.collection('calendars').findOne({ _id: calendar.id });
    const kept = proxy.replaced - before;
    return { error, kept, isOf1970: JSON.stringify(stored).includes('1970-'), sent: sent.length };
  };

  test.each<[string, object, string]>([
    ['in a declared field', { at: far }, 'at'],
    ['in a declared field, beside other values', { name: 'a', at: far, anything: { at: 1 } }, 'at'],
  ])('%s is a DecodeError', async (_, values, path) => {
    const error = await errorOf(() => load(values));
    expect(error).toBeInstanceOf(DecodeError);
    expect([error.path, error.found]).toEqual([path, 'a Date out of range']);
  });

  test('in an untyped value is an invalid Date when it is loaded', async () => {
    const { anything } = await load({ anything: { at: far } });
    expect(Object.prototype.toString.call(anything.at)).toBe('[object Date]');
    expect(anything.at.getTime()).toBeNaN();
  });

  test.each<[string, object, (calendar: Calendar) => unknown]>([
    ['an untyped value', { anything: { at: far } }, (each) => (each.name = 'b')],
    ['an untyped field of an element', { parts: [{ anything: far }] }, (each) => (each.name = 'b')],
    ['a key that is not declared', { other: far, parts: [{ other: [far] }] }, (each) => (each.name = 'b')],
    ['@Undeclared() of an element', { openParts: [{ other: far }] }, (each) => (each.name = 'b')],
    [
      'an embedded document',
      { part: { label: 'a', anything: far } },
      (each) => Object.assign(each.part!, { label: 'b' }),
    ],
  ])('stays as it is in %s while another field is changed', async (_, values, change) => {
    const calendar = await load(values);
    change(calendar);
    const { error, kept, isOf1970 } = await save(calendar);
    expect(error).toBeUndefined();
    expect([kept, isOf1970]).toEqual([JSON.stringify(values).split('2009-').length - 1, false]);
  });

  test.each<[string, object, (calendar: Calendar) => unknown]>([
    [
      'under an undeclared key of an element',
      { parts: [{ label: 'a', other: far }] },
      (each) => (each.parts[0]!.label = 'b'),
    ],
    [
      'under an undeclared key of an element, within',
      { parts: [{ label: 'a', other: [{ at: far }] }, {}] },
      (each) => each.parts.pop(),
    ],
    [
      'in an untyped field of an element',
      { parts: [{ label: 'a', anything: { at: far } }] },
      (each) => (each.parts[0]!.label = 'b'),
    ],
    [
      'in @Undeclared() of an element',
      { openParts: [{ label: 'a', other: far }] },
      (each) => (each.openParts[0]!.label = 'b'),
    ],
  ])('%s refuses that its array is written whole', async (_, values, change) => {
    const calendar = await load(values);
    change(calendar);
    const { error, kept, isOf1970 } = await save(calendar);
    expect(error).toBeInstanceOf(DateOutOfRangeError);
    expect(error).toMatchObject({ code: 'DATE_OUT_OF_RANGE', outcome: 'notApplied' });
    expect([kept, isOf1970]).toEqual([1, false]);
  });

  test('that moves to a new document with its embedded document is not inserted', async () => {
    const { part } = await load({ part: { label: 'a', other: far } });
    const copy = Object.assign(new Calendar(), { part });
    expect(await errorOf(() => calendars.save(copy))).toBeInstanceOf(DateOutOfRangeError);
    expect(await errorOf(() => calendars.insertMany([copy]))).toBeInstanceOf(DateOutOfRangeError);
    expect(await world.db.collection('calendars').countDocuments()).toBe(1);
  });

  test('in an untyped value is no reason to refuse the change of a sibling of it', async () => {
    const calendar = await load({ anything: { at: far } });
    calendar.anything.other = 1;
    const { error, kept, isOf1970, sent } = await save(calendar);
    expect(error).toBeUndefined();
    expect([kept, isOf1970, sent]).toEqual([1, false, 1]);
  });

  test.each<[string, object, (calendar: Calendar) => unknown]>([
    ['its list', { anything: [far, 1] }, (each) => (each.anything[1] = 2)],
    ['its array of elements', { parts: [{ anything: far }] }, (each) => each.parts.push(new Part())],
  ])('in an untyped value refuses that %s is written whole', async (_, values, change) => {
    const calendar = await load(values);
    change(calendar);
    const { error, kept, isOf1970 } = await save(calendar);
    expect(error).toBeInstanceOf(DateOutOfRangeError);
    expect(error).toMatchObject({ code: 'DATE_OUT_OF_RANGE', outcome: 'notApplied' });
    expect([kept, isOf1970]).toEqual([1, false]);
  });

  test('in @Undeclared() is no reason to refuse the change of another field', async () => {
    const { insertedId } = await world.db.collection('diaries').insertOne({ name: 'a', other: far });
    const diary = await diaries.getById(insertedId);
    diary.name = 'b';
    await diaries.save(diary);
    diary.more.set('other', new Date(NaN));
    await diaries.save(diary);
    diary.more.set('copy', diary.more.get('other'));
    expect(await errorOf(() => diaries.save(diary))).toBeInstanceOf(ValidationError);
    const before = proxy.replaced;
    const stored = await world.db.collection('diaries').findOne({ _id: insertedId });
    expect(Object.keys(stored ?? {})).toEqual(['_id', 'name', 'other']);
    expect([stored?.['name'], proxy.replaced - before]).toEqual(['b', 1]);
  });
});
