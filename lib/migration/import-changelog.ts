import { isDate } from 'node:util/types';
import { callDriver } from '../driver/command/call-driver.js';
import type { Connection } from '../driver/connection.js';
import { isMigrationId } from '../server/migration/ledger-entry.js';
import { InvalidMigrationLedgerError } from '../server/migration/migration-errors.js';
import type { MigrationLedger } from '../server/migration/migration-ledger.js';

/** Adds the entries of migrate-mongo's collection to a ledger. @returns the ids that were missing @throws InvalidMigrationLedgerError */
export async function importChangelog(
  connection: Connection,
  ledger: MigrationLedger,
  from: string,
): Promise<string[]> {
  const stored = await callDriver(connection, { name: from }, 'read', () =>
    connection.db
      .collection(from)
      .find({}, { sort: { appliedAt: 1, _id: 1 } })
      .toArray(),
  );
  const entries = stored.map(({ fileName, appliedAt }: Record<string, unknown>) => {
    const id = typeof fileName === 'string' ? fileName.replace(/\.[cm]?[jt]s$/, '') : undefined;
    if (!isMigrationId(id))
      throw new InvalidMigrationLedgerError(from, 'An entry has no file name that can be an id');
    return { id, appliedAt: isDate(appliedAt) ? appliedAt : undefined };
  });
  const added: string[] = [];
  for (const { id, appliedAt } of entries) if (await ledger.addApplied(id, appliedAt)) added.push(id);
  return added;
}
