import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The cost of one run of `tsc`, as it reports it; times in seconds. */
export interface CompileCost {
  readonly instantiations: number;
  readonly checkTime: number;
  readonly totalTime: number;
}

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const compilerOptions = {
  ...{ target: 'ES2022', module: 'NodeNext', types: ['node'], strict: true, skipLibCheck: true },
  ...{ experimentalDecorators: true, emitDecoratorMetadata: true, noEmit: true },
};

/** Writes a program to where it finds what it imports, and returns its folder. */
export function writeProgram(name: string, source: string): string {
  const folder = fileURLToPath(new URL(`./programs/${name}`, import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  writeFileSync(join(folder, 'program.ts'), source);
  return folder;
}

/** Compiles the program of a folder in a process of its own. @throws if it has errors, with these */
export function compile(folder: string): CompileCost {
  const options = ['-p', folder, '--extendedDiagnostics'];
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...options], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`It does not compile:\n${stdout.slice(0, 3000)}`);
  const numberOf = (name: string): number =>
    Number(new RegExp(`^${name}: +([\\d.]+)`, 'm').exec(stdout)?.[1]);
  return {
    instantiations: numberOf('Instantiations'),
    checkTime: numberOf('Check time'),
    totalTime: numberOf('Total time'),
  };
}
