import { beforeEach, describe, expect, test } from 'vitest';
import { setImmediate as turn } from 'node:timers/promises';
import { CommandQueue } from '../../../../lib/transaction/command/command-queue.js';

describe('CommandQueue', () => {
  let queue: CommandQueue;
  let entered: string[];
  const enter = (name: string): void => {
    void Promise.resolve(queue.enter()).then(() => entered.push(name));
  };

  beforeEach(() => {
    queue = new CommandQueue();
    entered = [];
  });

  test('lets the first one through at once, and the next one after its answer', async () => {
    expect(queue.isBusy).toBe(false);
    const entering = queue.enter();
    expect(queue.isBusy).toBe(true);
    await entering;
    queue.pass();
    expect(queue.isBusy).toBe(false);
    await queue.enter();
  });

  test('gives turns in the order in which they were asked for, one at a time', async () => {
    for (const name of ['a', 'b', 'c']) enter(name);
    await turn();
    expect(entered).toEqual(['a']);
    queue.pass();
    await turn();
    expect(entered).toEqual(['a', 'b']);
    queue.pass();
    await turn();
    expect(entered).toEqual(['a', 'b', 'c']);
    queue.pass();
    expect(queue.isBusy).toBe(false);
  });

  test('settles at once where nothing is under way, else after all that stood in line before', async () => {
    await queue.settle();
    for (const name of ['a', 'b']) enter(name);
    void queue.settle().then(() => entered.push('settled'));
    enter('c');
    await turn();
    queue.pass();
    await turn();
    expect(entered).toEqual(['a', 'b']);
    queue.pass();
    await turn();
    expect(entered.slice(0, 2)).toEqual(['a', 'b']);
    expect(entered.slice(2).sort()).toEqual(['c', 'settled']);
    expect(queue.isBusy).toBe(true);
  });
});
