import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CreatedAt,
  DeletedAt,
  Document,
  Field,
  Id,
  inc,
  raw,
  UpdatedAt,
  UpdatedBy,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'tickets' })
class Ticket {
  @Id() id!: number;
  @Field({ key: 't' }) title?: string;
  @Field({ versioned: false }) views?: number;
  @Version({ key: 'v' }) version!: number;
  @CreatedAt() createdAt?: Date;
  @UpdatedAt({ key: 'u' }) updatedAt?: Date;
  @UpdatedBy(({ user }) => user) updatedBy?: string;
  @DeletedAt() deletedAt?: Date;
}

describe('Behaviours in an update by a filter', () => {
  let world: IntegrationApp;
  let tickets: DocumentRepository<Ticket>;
  const stored = () => world.db.collection('tickets').findOne({ _id: 1 as never });
  const old = new Date('2000-01-01');

  beforeAll(async () => {
    world = await openApp([Ticket]);
    tickets = world.repository(Ticket);
  });
  beforeEach(async () => {
    await world.db.collection('tickets').deleteMany({});
    await world.db.collection('tickets').insertMany([
      { _id: 1 as never, t: 'a', v: 3, u: old, createdAt: old },
      { _id: 2 as never, t: 'a', v: 3, u: old, createdAt: old, deletedAt: old },
    ]);
  });
  afterAll(() => world.close());

  test('raise the version, and give it the time and the user of the update', async () => {
    const before = Date.now();
    const result = await tickets.updateMany({ title: 'a' }, { title: 'b' }, { context: { user: 'eve' } });

    expect(result).toEqual({ matchedCount: 1, modifiedCount: 1 });
    const { u, ...others } = (await stored()) as any;
    expect(others).toEqual({ _id: 1, t: 'b', v: 4, createdAt: old, updatedBy: 'eve' });
    expect(u.getTime()).toBeGreaterThanOrEqual(before);
  });

  test('leave soft-deleted documents alone, unless they are asked for', async () => {
    await tickets.updateMany({ title: 'a' }, { title: 'b' });
    expect(await world.db.collection('tickets').countDocuments({ t: 'b' })).toBe(1);
    await tickets.updateMany({ title: 'a' }, { title: 'b' }, { withDeleted: true });
    expect(await world.db.collection('tickets').countDocuments({ t: 'b' })).toBe(2);
  });

  test('do not raise the version for fields outside of it', async () => {
    await tickets.updateMany({ id: 1 }, { views: inc(1) });

    expect(await stored()).toMatchObject({ views: 1, v: 3 });
  });

  test('make a document that was loaded before stale', async () => {
    const ticket = await tickets.getById(1);
    await tickets.updateMany({ id: 1 }, { title: 'b' });
    ticket.title = 'c';

    expect((await errorOf(() => tickets.save(ticket))).code).toBe('STALE_DOCUMENT');
  });

  test('act on raw operators', async () => {
    await tickets.updateMany({ id: 1 }, raw({ $set: { title: 'b' } }));

    const { u, ...others } = (await stored()) as any;
    expect(others).toEqual({ _id: 1, t: 'b', v: 4, createdAt: old });
    expect(u.getTime()).toBeGreaterThan(old.getTime());
  });

  test('act on a pipeline', async () => {
    await tickets.updateMany({ id: 1 }, raw([{ $set: { t: { $concat: ['$t', 'x'] } } }]));

    const { u, ...others } = (await stored()) as any;
    expect(others).toEqual({ _id: 1, t: 'ax', v: 4, createdAt: old });
    expect(u.getTime()).toBeGreaterThan(old.getTime());
  });

  test('go without the times where the call says so, which may then be given', async () => {
    const at = new Date('2001-01-01');
    await tickets.updateMany({ id: 1 }, { updatedAt: at }, { behaviours: { times: false } });

    expect(await stored()).toMatchObject({ u: at, v: 3 });
  });

  test.each([
    ['version', { version: 9 }],
    ['updatedAt', { updatedAt: old }],
    ['updatedBy', { updatedBy: 'x' }],
    ['createdAt', { createdAt: old }],
    ['id', { id: 7 }],
  ])('refuse %s in an update', async (path, update) => {
    const error = await errorOf(() => tickets.updateMany({ id: 1 }, update));

    expect(error.issues.map((issue: any) => [issue.path, issue.code])).toEqual([[path, 'immutable']]);
  });
});
