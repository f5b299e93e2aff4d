import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The package as it is published, and a project beside it that has it installed. */
export interface PackedPackage {
  readonly tarball: string;
  /** The unpacked package, in the `node_modules` of the project. */
  readonly folder: string;
  /** The paths in the tarball, sorted. */
  readonly files: readonly string[];
  /** Writes a file of the project. */
  write(name: string, text: string): void;
  /** Runs Node in the project. @returns what was printed @throws with everything that was printed, where it fails */
  node(...parameters: string[]): Promise<string>;
  remove(): void;
}

/**
 * Packs `dist/` as it is, without a network: what the package needs is linked from the `node_modules` of this repository.
 * @throws where `dist/` is missing
 */
export async function packPackage(): Promise<PackedPackage> {
  if (!existsSync('dist/index.js'))
    throw new Error(
      'dist/ is missing: run "npm run build" before, or all tests with "npm test", which builds it',
    );
  const project = mkdtempSync(join(tmpdir(), 'nestjs-documents-package-'));
  const { stdout } = await run(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--loglevel=error', '--pack-destination', project],
    { env: { ...process.env, npm_config_offline: 'true', npm_config_cache: join(project, '.npm') } },
  );
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  const tarball = join(project, packed.filename);
  await run('tar', ['-xzf', tarball, '-C', project]);
  const folder = join(project, 'node_modules', 'nestjs-documents');
  mkdirSync(join(project, 'node_modules'));
  cpSync(join(project, 'package'), folder, { recursive: true });
  linkNeeded(join(project, 'node_modules'));
  return {
    tarball,
    folder,
    files: packed.files.map(({ path }) => path).sort(),
    write: (name, text) => writeFileSync(join(project, name), text),
    node: async (...parameters) => {
      const options = { cwd: project, env: { ...process.env, NODE_OPTIONS: '' } };
      return (await run(process.execPath, parameters, options).catch(withOutput)).stdout;
    },
    remove: () => rmSync(project, { recursive: true, force: true }),
  };
}

function linkNeeded(nodeModules: string): void {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>;
    peerDependencies: Record<string, string>;
  };
  for (const name of Object.keys({ ...dependencies, ...peerDependencies, '@types/node': '' })) {
    mkdirSync(join(nodeModules, name, '..'), { recursive: true });
    symlinkSync(resolve('node_modules', name), join(nodeModules, name), 'dir');
  }
}

function withOutput(error: Error & { stdout?: string; stderr?: string }): never {
  throw new Error(`${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`);
}
