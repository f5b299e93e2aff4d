import { ObjectId } from 'mongodb';
import type { Migration, MigrationClass, MigrationContext } from 'nestjs-documents/migrations';

/** A class of migrations whose `up` is a function. */
export function migrationOf(
  up: (context: MigrationContext) => unknown,
  statics: Partial<Pick<MigrationClass, 'transactional' | 'callInDryRun'>> = {},
): MigrationClass {
  return Object.assign(
    class implements Migration {
      up(context: MigrationContext): unknown {
        return up(context);
      }
    },
    statics,
  );
}

/** An id that is greater than those of smaller numbers. */
export function idOf(number: number): ObjectId {
  return ObjectId.createFromHexString(number.toString(16).padStart(24, '0'));
}
