import { describe, expect, test } from 'vitest';
import { OngoingWork } from '../../../lib/driver/ongoing-work.js';

const refused = { code: 'SHUTTING_DOWN', outcome: 'notApplied', documentName: 'Person' };
const errorOf = (work: () => unknown): unknown => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('Ongoing work', () => {
  test('begins as long as nothing ends', () => {
    const work = new OngoingWork();
    work.begin('Person');
    work.assertOpen('Person');
    work.assertNotOver('Person');
    expect(work.isOver).toBe(false);
  });

  test('is over at once where nothing is under way', async () => {
    const work = new OngoingWork();
    work.begin('Person');
    work.end();
    expect(await work.finish(Infinity)).toBe(0);
    expect(work.isOver).toBe(true);
    for (const ask of ['begin', 'assertOpen', 'assertNotOver'] as const)
      expect(errorOf(() => work[ask]('Person'))).toMatchObject(refused);
  });

  test('refuses what is no part of something that is under way, and waits for the rest', async () => {
    let isPart = false;
    const work = new OngoingWork(() => isPart);
    work.begin('Person');
    const finishing = work.finish(Infinity);
    expect(errorOf(() => work.begin('Person'))).toMatchObject(refused);
    isPart = true;
    work.begin('Person');
    work.add();
    for (let count = 0; count < 3; count++) {
      expect(work.isOver).toBe(false);
      work.end();
    }
    expect(work.isOver).toBe(true);
    expect(errorOf(() => work.begin('Person'))).toMatchObject(refused);
    expect(await finishing).toBe(0);
  });

  test('is over when its time is, and tells how much has not ended', async () => {
    const work = new OngoingWork(() => true);
    work.begin('Person');
    work.begin('Person');
    expect(await work.finish(1)).toBe(2);
    expect(errorOf(() => work.begin('Person'))).toMatchObject(refused);
    work.end();
    expect(await work.finish(0)).toBe(1);
  });
});
