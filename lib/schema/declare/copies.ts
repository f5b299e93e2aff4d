import { DocumentsError } from '../../errors/documents-error.js';

/** A class was declared with one copy of this package and used with another. */
export class OtherCopyError extends DocumentsError {
  readonly code = 'OTHER_COPY';

  /** @param places of the copy that declared the class, and of the copy that it is used with */
  constructor(name: string, places: readonly [string, string]) {
    super({
      problem: `${name} belongs to another copy of nestjs-documents`,
      reason: `This process has loaded the package more than once: ${name} was declared with the copy in ${places[0]}, and is used with the one in ${places[1]}, which does not know it`,
      remedy:
        'Keep one copy: look for two versions with "npm ls nestjs-documents", and make sure that no tool loads the package both with import and with require()',
    });
  }
}

/** One loaded copy of this package: two versions are two copies, and so are an ES module and a CommonJS module. */
interface Copy {
  readonly place: string;
}

const thisCopy: Copy = Object.freeze({ place: findPlace() });

/** The copy that declared each class. Copies share only this; everything else about a class stays in its own copy. */
const owners = sharedOwners();

function sharedOwners(): WeakMap<object, Copy> {
  const shared = globalThis as Record<symbol, WeakMap<object, Copy> | undefined>;
  return (shared[Symbol.for('nestjs-documents.owners')] ??= new WeakMap<object, Copy>());
}

/** Notes that this copy declared a class. */
export function claim(ownClass: object): void {
  owners.set(ownClass, thisCopy);
}

/** The error for a class that another copy declared; undefined for any other value. */
export function findOtherCopy(used: unknown): OtherCopyError | undefined {
  if (typeof used !== 'function') return undefined;
  const owner = owners.get(used);
  if (!owner || owner === thisCopy) return undefined;
  return new OtherCopyError(used.name, [owner.place, thisCopy.place]);
}

/** @throws OtherCopyError if another copy declared the class */
export function assertOfThisCopy(used: unknown): void {
  const error = findOtherCopy(used);
  if (error) throw error;
}

/** The folder that this copy was loaded from: a parent of the folder of this file. */
function findPlace(): string {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, findPlace);
  const [, file] = /^\s+at (?:.+ \()?(?:file:\/\/)?(.+):\d+:\d+\)?$/m.exec(trace.stack ?? '') ?? [];
  return file?.replace(/[\\/]schema[\\/]declare[\\/][^\\/]+$/, '') ?? 'an unknown place';
}
