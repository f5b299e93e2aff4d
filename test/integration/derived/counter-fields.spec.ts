import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  CounterOf,
  Document,
  Field,
  Id,
  postUpdate,
  postWrite,
  preSave,
  Reference,
  UpdatedAt,
  Version,
} from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

/** Counts the folders in it, and the files. */
@Document({ collection: 'folders' })
class Folder {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @Reference(() => Folder) parentId?: ObjectId;
  @CounterOf(() => Folder, 'parentId') folderCount!: number;
  @CounterOf(() => File, 'folderId', { key: 'files' }) fileCount!: number;
  @Version() version!: number;
  @UpdatedAt() updatedAt!: Date;
}

/** Stored among the folders. */
@Document()
class Drive extends Folder {
  @CounterOf(() => File, 'folderId') directFiles!: number;
}

@Document({ collection: 'files' })
class File {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Reference(() => Folder) folderId?: ObjectId;
}

describe('A counter', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp([Folder, Drive, File]);
  });
  beforeEach(async () => {
    for (const each of ['folders', 'files']) await world.db.collection(each).deleteMany({});
  });
  afterAll(() => world.close());

  const folders = () => world.repository(Folder);
  const files = () => world.repository(File);
  const stored = (id: ObjectId) => world.db.collection('folders').findOne({ _id: id });

  test('of a new document is 0, whatever the application sets', async () => {
    const one = await folders().create({ name: 'one', folderCount: 7, fileCount: 7 });
    expect(one).toMatchObject({ folderCount: 0, fileCount: 0 });
    const [two] = await folders().insertMany([{ name: 'two', fileCount: 7 }]);
    const { id } = await folders().upsertOne({ name: 'three' }, { name: 'three' });
    for (const each of [one.id, two!.id, id])
      expect(await stored(each)).toMatchObject({ folderCount: 0, files: 0, version: 1 });
  });

  test('is not written by saves, which neither lose counts nor are refused because of them', async () => {
    const folder = await folders().create({ name: 'one' });
    const loaded = await folders().getById(folder.id);
    await files().insertMany([{ folderId: folder.id }, { folderId: folder.id }]);
    await folders().save(Object.assign(loaded, { fileCount: 99, name: 'new' }));
    expect(loaded).toMatchObject({ fileCount: 0, version: 2 });
    expect(await stored(folder.id)).toMatchObject({ files: 2, name: 'new', version: 2 });
  });

  test('alone makes a save send nothing', async () => {
    const { id } = await folders().create({ name: 'one' });
    const loaded = Object.assign(await folders().getById(id), { fileCount: 99 });
    expect(await world.commandsOf(() => folders().save(loaded))).toEqual([]);
  });

  test('is kept when its document is replaced', async () => {
    const { id } = await folders().create({ name: 'one' });
    const loaded = await folders().getById(id);
    await files().create({ folderId: id });
    await folders().replace(Object.assign(loaded, { name: 'two' }));
    expect(await stored(id)).toMatchObject({ files: 1, folderCount: 0, name: 'two' });
    await folders().findOneAndReplace({ id }, { name: 'three' });
    expect(await stored(id)).toMatchObject({ files: 1, folderCount: 0, name: 'three' });
  });

  test('is refused in updates and by assign', async () => {
    const folder = await folders().create({ name: 'one' });
    const issue = { path: 'fileCount', code: 'immutable', message: 'is written by the library' };
    const update = await errorOf(() => folders().updateById(folder.id, { fileCount: 5 }));
    expect(update.issues).toEqual([expect.objectContaining(issue)]);
    const assigned = await errorOf(() => folders().assign(folder, { fileCount: 5 }));
    expect(assigned.issues).toEqual([expect.objectContaining(issue)]);
  });

  test('changes without a signal, version or time of its document', async () => {
    const folder = await folders().create({ name: 'one' });
    const sent: string[] = [];
    using _1 = world.bus.connect(preSave, Folder, () => void sent.push('preSave'));
    using _2 = world.bus.connect(postUpdate, Folder, () => void sent.push('postUpdate'));
    using _3 = world.bus.connect(postWrite, Folder, () => void sent.push('postWrite'));
    await files().create({ folderId: folder.id });
    expect(sent).toEqual([]);
    const { version, updatedAt } = folder;
    expect(await stored(folder.id)).toMatchObject({ files: 1, version, updatedAt });
  });

  test('can be of its own class, and of a subclass', async () => {
    const drive = await world.repository(Drive).create({ name: 'drive' });
    const folder = await folders().create({ name: 'one', parentId: drive.id });
    await files().insertMany([{ folderId: drive.id }, { folderId: folder.id }]);
    expect(await stored(drive.id)).toMatchObject({ folderCount: 1, files: 1, directFiles: 1 });
    const counts = await stored(folder.id);
    expect([counts?.['directFiles'], counts?.['files']]).toEqual([undefined, 1]);
    await folders().delete(folder);
    expect(await stored(drive.id)).toMatchObject({ folderCount: 0 });
  });

  test('costs one command for each operation and collection', async () => {
    const [one, two] = await folders().insertMany([{ name: 'one' }, { name: 'two' }]);
    const list = Array.from({ length: 30 }, (_, index) => ({ folderId: index % 3 ? one!.id : two!.id }));
    const commands = await world.commandsOf(() => files().insertMany(list));
    expect(commands.map(({ name }) => name)).toEqual(['insert', 'update']);
    const added = commands[1]!.command['updates'].map(({ u }: { u: { $inc: object } }) => u.$inc);
    // The counter of the subclass is raised only in documents of it.
    expect(added).toEqual([{ files: 10 }, { files: 20 }, { directFiles: 10 }, { directFiles: 20 }]);
  });

  test('costs nothing where no reference changes', async () => {
    const { id } = await folders().create({ name: 'one' });
    const file = await files().create({ folderId: id });
    const save = () => files().save(Object.assign(file, { name: 'new' }));
    expect((await world.commandsOf(save)).map(({ name }) => name)).toEqual(['update']);
    const update = () => files().updateMany({ folderId: id }, { name: 'newer' });
    expect((await world.commandsOf(update)).map(({ name }) => name)).toEqual(['update']);
  });

  test('is right before listeners of postWrite are called', async () => {
    const { id } = await folders().create({ name: 'one' });
    const seen: unknown[] = [];
    using _ = world.bus.connect(postWrite, File, async () => void seen.push((await stored(id))?.['files']));
    await files().create({ folderId: id });
    expect(seen).toEqual([1]);
    expect(world.bus.receiversOf(postWrite, File).map(({ name }) => name)[0]).toBe('derived data');
  });

  test('of a soft reference to a missing document changes nothing', async () => {
    await files().create({ folderId: new ObjectId() });
    expect(await world.db.collection('folders').countDocuments()).toBe(0);
  });
});
