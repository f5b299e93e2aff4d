import type { Logger } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import type { MigrationLock } from '../../server/migration/migration-lock.js';
import { lockText } from '../value/migration-status.js';
import { HeldLock } from './held-lock.js';

/** The time between two questions for the lock, in milliseconds. */
const pause = 250;

/** Takes the lock, after waiting for another process if it has it. @throws the reason of the signal */
export async function waitForLock(
  lock: MigrationLock,
  logger: Logger,
  abortSignal: AbortSignal,
): Promise<HeldLock> {
  for (let attempt = 0; ; attempt++) {
    abortSignal.throwIfAborted();
    const held = await HeldLock.take(lock);
    if (held) return held;
    const holder = attempt === 0 ? await lock.read() : undefined;
    if (holder) logger.warn(`Waiting for another process. ${lockText(holder)}`);
    await wait(pause, undefined, { signal: abortSignal }).catch(() => undefined);
  }
}
