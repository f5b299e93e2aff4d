import { DocumentsError } from '../../errors/documents-error.js';

/** A class was declared with another copy of this package than the one that it is used with. */
export class OtherCopyError extends DocumentsError {
  readonly code = 'OTHER_COPY';

  /** @param places of the copy that knows the class, and of the one that it is used with */
  constructor(name: string, places: readonly [string, string]) {
    super({
      problem: `${name} belongs to another copy of nestjs-documents`,
      reason: `This process has loaded the package more than once: ${name} was declared with the copy in ${places[0]}, and is used with the one in ${places[1]}, which knows nothing of it`,
      remedy:
        'Have one copy: look for two versions with "npm ls nestjs-documents", and let no tool load the package both by import and by require()',
    });
  }
}

/** One loading of this package: two versions, or an ES module and a CommonJS one, are two. */
interface Copy {
  readonly place: string;
}

const thisCopy: Copy = Object.freeze({ place: findPlace() });

/** Says which copy has declared a class. The only thing that copies share: what they know of classes each keeps for itself. */
const owners = sharedOwners();

function sharedOwners(): WeakMap<object, Copy> {
  const shared = globalThis as Record<symbol, WeakMap<object, Copy> | undefined>;
  return (shared[Symbol.for('nestjs-documents.owners')] ??= new WeakMap<object, Copy>());
}

/** Notes that this copy knows a class. */
export function claim(ownClass: object): void {
  owners.set(ownClass, thisCopy);
}

/** The error of using a class that another copy knows; undefined for any other value. */
export function findOtherCopy(used: unknown): OtherCopyError | undefined {
  if (typeof used !== 'function') return undefined;
  const owner = owners.get(used);
  if (!owner || owner === thisCopy) return undefined;
  return new OtherCopyError(used.name, [owner.place, thisCopy.place]);
}

/** @throws OtherCopyError if another copy knows the class */
export function assertOfThisCopy(used: unknown): void {
  const error = findOtherCopy(used);
  if (error) throw error;
}

/** The folder that this copy was loaded from, above the one of this file. */
function findPlace(): string {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, findPlace);
  const [, file] = /^\s+at (?:.+ \()?(?:file:\/\/)?(.+):\d+:\d+\)?$/m.exec(trace.stack ?? '') ?? [];
  return file?.replace(/[\\/]schema[\\/]declare[\\/][^\\/]+$/, '') ?? 'an unknown place';
}
