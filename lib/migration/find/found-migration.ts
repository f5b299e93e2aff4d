import { createHash } from 'node:crypto';
import type { MigrationClass } from '../migration.js';

/** A migration that the application has. Its code is loaded when it is run. */
export interface FoundMigration {
  readonly id: string;
  readonly checksum: string;
  /** Loads its class. @throws InvalidMigrationError */
  load(): Promise<MigrationClass>;
}

/** The SHA-256 of a source text, whatever its line ends are and wherever its source map is. */
export function checksumOf(source: string): string {
  const text = source
    .replace(/\r\n?/g, '\n')
    .replace(/^\/\/[#@] sourceMappingURL=.*$/gm, '')
    .trimEnd();
  return createHash('sha256').update(text).digest('hex');
}
