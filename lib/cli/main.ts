#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandProcess } from './command-process.js';

/** The version of this package, which this file is `dist/cli/main.js` of. */
function findVersion(): string {
  const file = realpathSync(process.argv[1] ?? '');
  const contents = JSON.parse(
    readFileSync(join(dirname(file), '..', '..', 'package.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>;
  return String(contents['version']);
}

void new CommandProcess(process, process.argv.slice(2)).run(findVersion());
