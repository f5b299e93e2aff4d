import type { INestApplicationContext } from '@nestjs/common';
import { Connections } from '../../module/connections.js';
import type { DatabaseSchema } from '../../module/schema/database-schema.js';
import { getDatabaseSchemaToken } from '../../module/tokens.js';
import { CommandError } from '../command-error.js';

/** The schemas of all connections of an application, or of the one that was named. @throws CommandError if the named one does not exist */
export function chosenSchemas(app: INestApplicationContext, name: string | undefined): DatabaseSchema[] {
  const { names } = app.get(Connections, { strict: false });
  if (name === undefined || names.includes(name))
    return names
      .filter((each) => name === undefined || each === name)
      .map((each) => app.get<DatabaseSchema>(getDatabaseSchemaToken(each), { strict: false }));
  throw new CommandError({
    problem: 'The application does not have that connection',
    reason: `Its connections are ${names.join(', ') || 'none'}`,
    remedy: 'Name one of them, as forRoot({ connection }) does',
  });
}
