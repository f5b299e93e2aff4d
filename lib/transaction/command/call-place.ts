import { readSafely } from '../../errors/read-safely.js';

/** The place where code outside of the driver has called the driver. */
export interface CallPlace {
  /** The driver's method: `Collection.insertOne`; undefined if the stack does not show it. */
  readonly method: string | undefined;
  /** File, line and column. */
  readonly place: string;
}

interface Frame {
  readonly name: string | undefined;
  readonly file: string;
  readonly place: string;
}

/** The number of stack frames to search: at most ten are the driver's own. */
const framesKept = 50;

/** Finds the place of the driver call that this runs in. @param callee the function that the driver has called */
export function findCallPlace(callee: (...given: never[]) => unknown): CallPlace {
  const frames = readSafely(() => stackOf(callee), '')
    .split('\n')
    .map(toFrame)
    .filter((frame) => frame !== undefined);
  const isOfDriver = ofSamePackage(frames[0]?.file ?? '');
  const first = frames.findIndex(({ file }) => !isOfDriver(file));
  const callers = first < 0 ? [] : frames.slice(first);
  // Libraries in between, for example for tracing, call the driver on somebody's behalf.
  const caller = callers.find(({ file }) => !/[\\/]node_modules[\\/]/.test(file)) ?? callers[0];
  const method = frames[first < 0 ? frames.length - 1 : first - 1]?.name;
  return { method: method?.replace(/^async /, ''), place: caller?.place ?? 'an unknown place' };
}

function stackOf(callee: (...given: never[]) => unknown): string {
  const { stackTraceLimit } = Error;
  const trace: { stack?: unknown } = {};
  Error.stackTraceLimit = framesKept;
  Error.captureStackTrace(trace, callee);
  // The stack is computed on its first read.
  const { stack } = trace;
  Error.stackTraceLimit = stackTraceLimit;
  return typeof stack === 'string' ? stack : '';
}

/** Parses a stack line; undefined unless it is a call from a file, unlike those inside Node itself. */
function toFrame(line: string): Frame | undefined {
  const [, name, place, file] = /^\s+at (?:(.+) \()?((.+):\d+:\d+)\)?$/.exec(line) ?? [];
  if (place === undefined || file === undefined || file.startsWith('node:')) return undefined;
  return { name, file, place };
}

/** Whether a file belongs to this package; in a bundle that means the same file. */
function ofSamePackage(file: string): (other: string) => boolean {
  const [root] = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+[\\/]/.exec(file) ?? [];
  return (other) => (root === undefined ? other === file : other.startsWith(root));
}
