import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import {
  inc,
  OnPostUpdate,
  OnPreUpdate,
  pull,
  push,
  raw,
  rename,
  unset,
  updateElements,
} from 'nestjs-documents';
import type { DocumentUpdate, PreUpdate } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { fill, Order } from './orders.js';

const called: string[] = [];

@Injectable()
class Listener {
  @OnPreUpdate(Order, { paths: ['status'] }) status() {
    called.push('status');
  }
  @OnPreUpdate(Order, { paths: ['customer'] }) customer() {
    called.push('customer');
  }
  @OnPreUpdate(Order, { paths: ['customer.city'] }) city() {
    called.push('customer.city');
  }
  @OnPreUpdate(Order, { paths: ['comment', 'stock.*'] }) several() {
    called.push('comment, stock.*');
  }
  @OnPostUpdate(Order, { paths: ['lines.count'] }) counts() {
    called.push('lines.count');
  }
  @OnPostUpdate(Order, { paths: ['lines.0.count'], phase: 'afterCommit' }) firstCount() {
    called.push('lines.0.count');
  }
  @OnPostUpdate(Order, { paths: ['status'] }) statusAfterwards() {
    called.push('status afterwards');
  }
}

const every = [
  ...['status', 'customer', 'customer.city', 'comment, stock.*'],
  ...['lines.count', 'status afterwards', 'lines.0.count'],
];

const rows: readonly [change: string, update: DocumentUpdate<Order>, called: string[]][] = [
  ['another path', { amount: inc(1) }, []],
  ['the path', { status: 'paid' }, ['status', 'status afterwards']],
  ['something inside of it, and the path below', { 'customer.city': 'Oslo' }, ['customer', 'customer.city']],
  ['something else inside of it', { 'customer.name': 'Ada' }, ['customer']],
  ['what is above it', { customer: unset() }, ['customer', 'customer.city']],
  ['a path of a list of paths', { comment: 'x' }, ['comment, stock.*']],
  ['an entry of a map', { 'stock.a': inc(1) }, ['comment, stock.*']],
  ['a whole map', { stock: { a: 1 } }, ['comment, stock.*']],
  ['where a value moves to', { note: rename('comment') }, ['comment, stock.*']],
  ['where a value moves from', { comment: rename('note') }, ['comment, stock.*']],
  ['a field of an element', { 'lines.0.count': 7 }, ['lines.count', 'lines.0.count']],
  ['a field of another element', { 'lines.1.count': 7 }, ['lines.count']],
  ['another field of an element', { 'lines.0.sku': 'z' }, []],
  [
    'elements that meet a condition',
    { lines: updateElements({}, { count: 3 }) },
    ['lines.count', 'lines.0.count'],
  ],
  ['the elements of a list', { lines: push({ sku: 'x', count: 1 }) }, ['lines.count', 'lines.0.count']],
  ['another list', { tags: pull('x') }, []],
  ['raw operators, which may change anything', raw({ $set: { a: 5 } }), every],
  ['a pipeline, which may change anything', raw([{ $set: { a: 5 } }]), every],
];

describe('A listener of updates with paths', () => {
  let world: IntegrationApp;

  beforeAll(async () => {
    world = await openApp([Order], [Listener]);
  });
  beforeEach(async () => {
    await fill(world);
    called.length = 0;
  });
  afterAll(() => world.close());

  for (const [change, update, expected] of rows)
    test(`is called by its paths for a change of ${change}`, async () => {
      await world.repository(Order).updateMany({ status: 'open' }, update);

      expect(called).toEqual(expected);
    });

  test('is called for a path that a receiver before it has added, and not for one that it has taken out', async () => {
    @Injectable()
    class Before {
      @OnPreUpdate(Order, { order: -1 }) change({ update }: PreUpdate<Order>) {
        update.set('customer.city', 'Oslo').remove('status');
      }
    }
    const other = await openApp([Order], [Before, Listener]);
    await fill(other);
    await other.repository(Order).updateOne({ status: 'open' }, { status: 'paid' });
    await other.close();

    expect(called).toEqual(['customer', 'customer.city']);
  });
});
