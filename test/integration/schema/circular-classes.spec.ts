import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id } from 'nestjs-documents';
import { Branch } from '../../support/circular/branch.js';
import { Leaf } from '../../support/circular/leaf.js';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'trees' })
class Tree {
  @Id() id!: ObjectId;
  @Field() branch?: Branch;
}

describe('Classes of modules that import each other', () => {
  let app: IntegrationApp;
  beforeAll(async () => {
    app = await openApp([Tree]);
  });
  afterAll(() => app.close());

  test('hold each other, and are stored and loaded as instances', async () => {
    const trees = app.repository(Tree);
    const leaf = { colour: 'green', grownFrom: { name: 'twig' } };
    const tree = await trees.create({ branch: { name: 'bough', leaf } });

    expect(await app.db.collection('trees').findOne()).toEqual({
      _id: tree.id,
      branch: { name: 'bough', leaf },
    });
    const loaded = await trees.getById(tree.id);
    expect(loaded.branch).toBeInstanceOf(Branch);
    expect(loaded.branch?.leaf).toBeInstanceOf(Leaf);
    expect(loaded.branch?.leaf?.grownFrom).toBeInstanceOf(Branch);
  });
});
