import { setTimeout as delay } from 'node:timers/promises';

const first = 5;
const longest = 500;

/** Waits before the next attempt: longer each time, up to half a second, with random variation. */
export async function backOff(attempt: number): Promise<void> {
  await delay(pauseAfter(attempt));
}

/** @param random from 0 to 1. @returns milliseconds */
export function pauseAfter(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(longest, first * 1.5 ** (attempt - 1));
}
