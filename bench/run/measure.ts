import type { HeldTask, Round, TimedTask } from '../works/work.js';
import { writeProfile } from './profile.js';
import type { MemorySample, TimeSample } from './messages.js';

/**
 * Only young garbage is collected before, that of the preparation. A whole collection would also shrink the memory for new objects,
 * and the library, which has the process to itself, would have to let it grow again.
 */
export async function measureTime(task: TimedTask, round: Round, profilePath?: string): Promise<TimeSample> {
  task.prepare?.(round);
  collectGarbage('minor');
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  if (profilePath) await writeProfile(profilePath, async () => task.run(round));
  else await task.run(round);
  const wall = (performance.now() - wallBefore) * 1000;
  const cpu = process.cpuUsage(cpuBefore);
  task.check(round);
  const operations = round.units * (task.operationsPerUnit ?? 1);
  const spent = cpu.user + cpu.system;
  return { cpu: spent / operations, wall: wall / operations, spent: spent / 1000 };
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

/** Of all objects, or of the young ones only. */
function collectGarbage(type: 'major' | 'minor'): void {
  if (!globalThis.gc) throw new Error('The process was started without --expose-gc.');
  // Not { type: 'major' }, which leaves garbage.
  if (type === 'major') globalThis.gc();
  else globalThis.gc({ type });
}
