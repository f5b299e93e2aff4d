import type { ModuleMetadata } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { OnPostSave } from 'nestjs-documents';
import { documents, KeptLog, Person, savePerson } from './world/nest-world.js';
import type { Applications } from './world/nest-world.js';

/** A listener whose error reaches no caller. */
@Injectable()
export class Failing {
  static readonly error = new Error('no mail');
  @OnPostSave(Person, { onError: 'log' }) sendMail() {
    throw Failing.error;
  }
}

/** Saves Ada in an application, and ends it, which waits for what is reported. */
export async function saveAndEnd(
  applications: Applications,
  { imports = documents, providers = [] }: ModuleMetadata,
  context: Record<string, unknown> = {},
): Promise<{ log: KeptLog; ada: Person }> {
  const log = new KeptLog();
  const app = await applications.start({ imports, providers }, (builder) => builder.setLogger(log));
  const ada = await savePerson(app, 'Ada', context);
  await applications.stop(app);
  return { log, ada };
}
