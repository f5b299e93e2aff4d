import type { HeldTask, Round, TimedTask } from '../works/work.js';
import type { MemorySample, TimeSample } from './messages.js';

/**
 * Only young garbage is collected before, that of the preparation. A whole collection would also shrink the memory for new objects,
 * and the library, which has the process to itself, would have to let it grow again.
 */
export async function measureTime(task: TimedTask, round: Round): Promise<TimeSample> {
  const clock = new Clock();
  for (const units of parts(round, task.unitsPrepared ?? round.units)) {
    await task.prepare?.(units);
    if (units.first === round.first) collectGarbage('minor');
    await clock.measure(() => task.run(units));
    task.check(units);
  }
  const operations = round.units * (task.operationsPerUnit ?? 1);
  return { cpu: clock.cpu / operations, wall: clock.wall / operations, spent: clock.cpu / 1000 };
}

/** A round in parts of so many units. */
function* parts({ first, units }: Round, size: number): Iterable<Round> {
  for (let done = 0; done < units; done += size)
    yield { first: first + done, units: Math.min(size, units - done) };
}

/** Adds up the times of what it measures, in microseconds. */
class Clock {
  cpu = 0;
  wall = 0;

  async measure(run: () => void | Promise<void>): Promise<void> {
    const cpuBefore = process.cpuUsage();
    const wallBefore = performance.now();
    await run();
    this.wall += (performance.now() - wallBefore) * 1000;
    const { user, system } = process.cpuUsage(cpuBefore);
    this.cpu += user + system;
  }
}

export async function measureMemory(task: HeldTask): Promise<MemorySample> {
  const before = usedMemory();
  const cpuBefore = process.cpuUsage();
  const documents = await task.load();
  const cpu = process.cpuUsage(cpuBefore);
  const after = usedMemory();
  task.check(documents);
  return { bytes: (after - before) / documents.length, spent: (cpu.user + cpu.system) / 1000 };
}

/** The heap, and what objects of the heap hold outside of it, as buffers do. */
function usedMemory(): number {
  // Twice: what finalisers let go of is there for the second time only.
  collectGarbage('major');
  collectGarbage('major');
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Collects all objects, or the young ones only. */
function collectGarbage(type: 'major' | 'minor'): void {
  if (!globalThis.gc) throw new Error('The process was started without --expose-gc.');
  // Not { type: 'major' }, which leaves garbage.
  if (type === 'major') globalThis.gc();
  else globalThis.gc({ type });
}
