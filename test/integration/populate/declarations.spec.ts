import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  BelongsTo,
  Document,
  EmbeddedDocument,
  Field,
  HasMany,
  HasOne,
  Id,
  Reference,
} from 'nestjs-documents';
import type { DocumentClass } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { all, Author, Comment, Line, Post, Tag } from './world.js';

describe('References', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp(all);
  });
  afterAll(() => world.close());

  const stored = () => world.db.collection('posts').findOne({ title: 'Notes' });

  test('store ids only, of the type of the target, and not what is populated', async () => {
    const posts = world.repository(Post);
    const author = Object.assign(new Author(), { id: new ObjectId(), name: 'Ada' });
    const post = posts.build({ title: 'Notes', authorId: author.id, tagIds: ['maths'] });
    post.author = author;
    post.tags = [Object.assign(new Tag(), { id: 'maths', label: 'Maths' })];
    post.comments = [];
    post.lines.push(Object.assign(new Line(), { text: 'one', editorId: author.id, editor: author }));
    await posts.save(post);
    expect(await stored()).toEqual({
      _id: post.id,
      title: 'Notes',
      author: author.id,
      tagIds: ['maths'],
      lines: [{ text: 'one', by: author.id }],
    });
  });

  test('are validated, and what stands beside them is a document of their class', async () => {
    const posts = world.repository(Post);
    const wrong = posts.build({ title: 'Wrong' });
    Reflect.set(wrong, 'authorId', 'ada');
    expect(await errorOf(() => posts.save(wrong))).toMatchObject({
      code: 'VALIDATION_FAILED',
      issues: [{ path: 'authorId', code: 'type' }],
    });
    Reflect.set(wrong, 'author', 7);
    expect(await errorOf(() => posts.save(wrong))).toMatchObject({
      code: 'VALIDATION_FAILED',
      issues: [{ path: 'author', code: 'type' }],
    });
  });

  test('of a loaded document are compared, but not what is populated', async () => {
    const posts = world.repository(Post);
    await posts.create({ title: 'Same' });
    const post = await posts.getOne({ title: 'Same' });
    post.author = null;
    post.comments = [new Comment()];
    expect([...posts.changes(post)]).toEqual([]);
    expect(await world.commandsOf(() => posts.save(post))).toEqual([]);
  });

  test('accept ids as text in filters, values and updates', async () => {
    const posts = world.repository(Post);
    const id = new ObjectId();
    await posts.create({ title: 'Hex', authorId: id.toHexString() });
    expect(await posts.count({ authorId: id.toHexString() })).toBe(1);
    expect(await posts.updateMany({ authorId: id }, { tagIds: ['a', 'b'] })).toMatchObject({
      modifiedCount: 1,
    });
  });
});

describe('Wrong references', () => {
  @Document()
  class Team {
    @Id() id!: ObjectId;
    @Field() leader?: string;
  }
  @EmbeddedDocument()
  class Badge {
    @Field() text?: string;
  }

  const startedWith = async (...classes: DocumentClass[]) => errorOf(() => openApp(classes));

  test('to a class without a repository on the connection are an error at start', async () => {
    @Document()
    class Player {
      @Id() id!: ObjectId;
      @Reference(() => Team) teamId?: ObjectId;
    }
    expect((await startedWith(Player)).message).toBe(
      'Player.teamId cannot be stored as it is declared. Its target Team is not registered on the connection "default". Add it to the module: DocumentsModule.forFeature([Team]).',
    );
  });

  test('in embedded documents too', async () => {
    @EmbeddedDocument()
    class Seat {
      @Reference(() => Team) teamId?: ObjectId;
    }
    @Document()
    class Bus {
      @Id() id!: ObjectId;
      @Field(() => [Seat]) seats?: Seat[];
    }
    expect((await startedWith(Bus)).message).toContain('Seat.teamId cannot be stored');
  });

  test.each<[string, unknown, string]>([
    ['an embedded document', Badge, 'Its target Badge is not a class with @Document()'],
    ['another class', class Plain {}, 'Its target Plain is not a class with @Document()'],
  ])('to %s are an error at start', async (_title, target, reason) => {
    @Document()
    class Player {
      @Id() id!: ObjectId;
      @Reference(() => target as typeof Team) teamId?: ObjectId;
    }
    expect((await startedWith(Player)).message).toContain(
      `Player.teamId cannot be stored as it is declared. ${reason}.`,
    );
  });

  test('to nothing are an unknown type', async () => {
    @Document()
    class Player {
      @Id() id!: ObjectId;
      @Reference(() => undefined as unknown as typeof Team) teamId?: ObjectId;
    }
    expect(await startedWith(Player)).toMatchObject({
      code: 'UNKNOWN_FIELD_TYPE',
      fields: [{ field: 'Player.teamId' }],
    });
  });

  test('back from a class that is not at hand are an unknown type', async () => {
    @Document()
    class Club {
      @Id() id!: ObjectId;
      @HasMany((): typeof Team => {
        throw new ReferenceError('Team is not defined');
      }, 'leader')
      teams?: Team[];
    }
    const error = await startedWith(Club);
    expect(error).toMatchObject({ code: 'UNKNOWN_FIELD_TYPE', fields: [{ field: 'Club.teams' }] });
    expect(error.message).toContain('Its type function throws a ReferenceError');
  });

  test('to an abstract class are an error at start', async () => {
    @Document({ abstract: true })
    class Member {
      @Id() id!: ObjectId;
    }
    @Document()
    class Player {
      @Id() id!: ObjectId;
      @Reference(() => Member) memberId?: ObjectId;
    }
    expect((await startedWith(Player)).message).toContain(
      'Its target Member is abstract and has no collection.',
    );
  });

  test.each<[string, string, string]>([
    ['no field', 'teemId', 'It belongs to teemId, but Player has no such field'],
    [
      'a field without @Reference()',
      'teamName',
      'It belongs to teamName, which is a field without @Reference()',
    ],
  ])('named by @BelongsTo() that are %s are an error at start', async (_title, name, reason) => {
    @Document()
    class Player {
      @Id() id!: ObjectId;
      @Reference(() => Team) teamId?: ObjectId;
      @Field() teamName?: string;
      @BelongsTo(name as 'teamId') team?: Team;
    }
    expect((await startedWith(Team, Player)).message).toBe(
      `Player.team cannot be stored as it is declared. ${reason}. Declare the field that holds the id: @Reference(() => …) ${name}, and name it here.`,
    );
  });

  test('where a property is stored and populated are an error at start', async () => {
    @Document()
    class Player {
      @Id() id!: ObjectId;
      @Reference(() => Team) @BelongsTo('teamId') teamId?: ObjectId;
    }
    expect((await startedWith(Team, Player)).message).toContain(
      'Player.teamId cannot be stored as it is declared. It is stored as a field',
    );
  });

  test('back from another class are an error at start if that has none', async () => {
    @Document()
    class Club {
      @Id() id!: ObjectId;
      @HasMany(() => Team, 'leader') teams?: Team[];
    }
    expect((await startedWith(Team, Club)).message).toBe(
      'Club.teams cannot be stored as it is declared. Team.leader is not a field with @Reference(). Name the field of Team that holds the id of Club in @HasMany().',
    );
  });

  test('back from another class are an error at start if its reference leads elsewhere', async () => {
    @Document()
    class Fan {
      @Id() id!: ObjectId;
      @Reference(() => Team) teamId?: ObjectId;
    }
    @Document()
    class Club {
      @Id() id!: ObjectId;
      @HasOne(() => Fan, 'teamId') fan?: Fan;
    }
    expect((await startedWith(Team, Fan, Club)).message).toContain(
      'Fan.teamId refers to Team and not to Club',
    );
  });
});
