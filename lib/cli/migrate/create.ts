import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { isMigrationFile } from '../../migration/find/find-migrations.js';
import { findProject } from '../application/project.js';
import { CommandError } from '../command-error.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import type { Output } from '../output/output.js';

export interface CreateOptions {
  /** The folder of the sources of migrations. */
  readonly directory?: string;
}

const usualDirectory = 'src/migrations';

const inTypeScript = `import type { Migration, MigrationContext } from 'nestjs-documents/migrations';

/** Nest's providers can be injected into its constructor. */
export default class implements Migration {
  async up(context: MigrationContext): Promise<void> {
    context.logger.log('nothing to do yet');
  }
}
`;

/**
 * Writes the file of a new migration, in TypeScript; its name begins with the time in UTC, so that it is the last one.
 * @throws CommandError if the name cannot be that of a file, its file would be left alone, or exists
 */
export async function createMigration(
  output: Output,
  { directory }: CreateOptions,
  [name = '']: readonly string[],
): Promise<ExitCode> {
  const { folder, settings } = findProject(process.cwd());
  if (!/^[a-z0-9][a-z0-9._-]{0,80}$/i.test(name))
    throw new CommandError({
      problem: 'The migration was not made',
      reason: 'Its name has characters other than letters, digits, _, . and -, or more than 80 of them',
      remedy: 'Name its purpose: migrate create add-status',
    });
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  const fileName = `${time}-${name}.ts`;
  if (!isMigrationFile(fileName))
    throw new CommandError({
      problem: 'The migration was not made',
      reason: 'Files with .test., .spec. or .d. in their names are no migrations',
      remedy: 'Name its purpose: migrate create add-status',
    });
  const place =
    directory === undefined ? resolve(folder, settings.migrations ?? usualDirectory) : resolve(directory);
  const file = join(place, fileName);
  if (existsSync(file))
    throw new CommandError({
      problem: 'The migration was not made',
      reason: `${file} exists`,
      remedy: 'Choose another name',
    });
  mkdirSync(place, { recursive: true });
  writeFileSync(file, inTypeScript, { flag: 'wx' });
  if (output.isJson) await output.json({ file });
  else await output.lines([`created  ${relative(process.cwd(), file)}`]);
  return exitCode.done;
}
