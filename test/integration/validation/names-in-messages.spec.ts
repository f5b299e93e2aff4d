import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id, mapOf, Undeclared } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({
  collection: 'notes',
  validate: (note: Note) =>
    [...(note.odd?.keys() ?? [])].map((key) => ({ path: `odd.${key}`, message: 'is odd' })),
})
class Note {
  @Id() id!: ObjectId;
  @Field(() => mapOf(Number)) scores?: Map<string, number>;
  @Field(() => mapOf(String)) odd?: Map<string, string>;
  @Undeclared() rest?: Map<string, unknown>;
}

describe('A name that comes from data', () => {
  let world: IntegrationApp;
  let notes: DocumentRepository<Note>;
  beforeAll(async () => {
    world = await openApp([Note]);
    notes = world.repository(Note);
  });
  afterAll(() => world.close());

  const stored = async (key: string): Promise<unknown> => {
    const { insertedId } = await world.db.collection('notes').insertOne({ scores: { [key]: 'x' } });
    return notes.getById(insertedId);
  };
  const ways: [string, (key: string) => Promise<unknown>, string][] = [
    ['build with an unknown field', async (key) => notes.build({ [key]: 1 }), ''],
    [
      'save of an entry of a map',
      async (key) => notes.create({ scores: new Map([[key, 'x' as never]]) }),
      'scores.',
    ],
    ['save of what a validator reports', async (key) => notes.create({ odd: new Map([[key, 'x']]) }), 'odd.'],
    [
      'find by an entry of a map',
      async (key) => notes.findOne({ [`scores.${key}`]: 'x' } as object),
      'scores.',
    ],
    ['find by an undeclared key', async (key) => notes.findOne({ [`rest.${key}`]: undefined }), 'rest.'],
    ['load of an entry of a map', stored, 'scores.'],
  ];

  describe.each(ways)('in an error of %s', (_title, work, prefix) => {
    test.each(['ada@secret', 'x\n[Nest] ERROR root logged in', '4111 1111 1111 1111', 'x'.repeat(100)])(
      'is shown as its length if it does not look like a name: %O',
      async (key) => {
        const error = await errorOf(() => work(key));
        const shown = `${error.message}${JSON.stringify(error)}${error.problem}${error.reason}`;
        expect(shown).not.toContain(key.slice(0, 10));
        expect(error.message).not.toContain('\n');
        expect(error.message).toContain(' characters)');
        expect(error.message.length).toBeLessThan(400);
      },
    );

    test.each(['en', '64b0000000000000000000ff'])('is shown if it looks like one: %s', async (key) => {
      const error = await errorOf(() => work(key));
      expect(error.message).toContain(`${prefix}${key}`);
    });
  });

  test('is exact in the segments of an issue', async () => {
    const note = notes.build({ scores: new Map([['ada@secret.org', 'x' as never]]) });
    const { issues } = await errorOf(() => notes.save(note));
    expect(issues[0].segments).toEqual(['scores', 'ada@secret.org']);
    expect(Object.keys(issues[0])).toEqual(['path', 'code', 'message']);
  });
});
