import { readSafely } from '../../errors/read-safely.js';

/** Where code that is not the driver's has called the driver. */
export interface CallPlace {
  /** The driver's method: `Collection.insertOne`; undefined where the stack does not tell. */
  readonly method: string | undefined;
  /** File, line and column. */
  readonly place: string;
}

interface Frame {
  readonly name: string | undefined;
  readonly file: string;
  readonly place: string;
}

/** So many calls are looked through: the driver's own are ten at most. */
const framesKept = 50;

/** Finds the call of the driver that this is called in. @param callee the function that the driver has called */
export function findCallPlace(callee: (...given: never[]) => unknown): CallPlace {
  const frames = readSafely(() => stackOf(callee), '')
    .split('\n')
    .map(toFrame)
    .filter((frame) => frame !== undefined);
  const isOfDriver = ofSamePackage(frames[0]?.file ?? '');
  const first = frames.findIndex(({ file }) => !isOfDriver(file));
  const callers = first < 0 ? [] : frames.slice(first);
  // What stands between, as tracing does, calls the driver for somebody.
  const caller = callers.find(({ file }) => !/[\\/]node_modules[\\/]/.test(file)) ?? callers[0];
  const method = frames[first < 0 ? frames.length - 1 : first - 1]?.name;
  return { method: method?.replace(/^async /, ''), place: caller?.place ?? 'an unknown place' };
}

function stackOf(callee: (...given: never[]) => unknown): string {
  const { stackTraceLimit } = Error;
  const trace: { stack?: unknown } = {};
  Error.stackTraceLimit = framesKept;
  Error.captureStackTrace(trace, callee);
  // Made when it is read at first.
  const { stack } = trace;
  Error.stackTraceLimit = stackTraceLimit;
  return typeof stack === 'string' ? stack : '';
}

/** Undefined for what is no call of code with a file, as those of Node itself. */
function toFrame(line: string): Frame | undefined {
  const [, name, place, file] = /^\s+at (?:(.+) \()?((.+):\d+:\d+)\)?$/.exec(line) ?? [];
  if (place === undefined || file === undefined || file.startsWith('node:')) return undefined;
  return { name, file, place };
}

/** Whether a file is of the same package as this one; in a bundle all are, and it is that very file. */
function ofSamePackage(file: string): (other: string) => boolean {
  const [root] = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+[\\/]/.exec(file) ?? [];
  return (other) => (root === undefined ? other === file : other.startsWith(root));
}
