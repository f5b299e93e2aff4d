import { MongoClient } from 'mongodb';
import { Connection } from 'nestjs-documents';
import { applyPlan } from '../../../lib/server/apply/apply-plan.js';
import { planSchema } from '../../../lib/server/plan/plan-schema.js';
import { drifted } from '../schema/drifted-collection.js';

// Applies the plan of the drifted collection, and dies when the server has answered the how many-th command that changes something.
const [, , fatal = '0'] = process.argv;
const changing = ['create', 'collMod', 'createIndexes', 'dropIndexes'];
const client = await new MongoClient(process.env['MONGODB_URI'] ?? '', { monitorCommands: true }).connect();
let count = 0;
client.on('commandSucceeded', ({ commandName }) => {
  if (changing.includes(commandName) && ++count === Number(fatal)) process.kill(process.pid, 'SIGKILL');
});
const connection = new Connection('default', client, client.db());
await applyPlan(connection, await planSchema(connection, [drifted]), () => true);
await client.close();
