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
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';

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
  /**
   * Compiles files of the project, and what the package declares, at once and with its libraries checked.
   * @returns the errors in the files and in the declarations of the package
   */
  compile(names: readonly string[]): readonly string[];
  /** Installs the package once more, by another name. */
  copy(name: string): void;
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
  const files = packed.files.map(({ path }) => path).sort();
  return {
    tarball,
    folder,
    files,
    write(name, text) {
      mkdirSync(dirname(join(project, name)), { recursive: true });
      writeFileSync(join(project, name), text);
    },
    node: async (...parameters) => {
      const options = { cwd: project, env: { ...process.env, NODE_OPTIONS: '' } };
      return (await run(process.execPath, parameters, options).catch(withOutput)).stdout;
    },
    compile: (names) =>
      compile(
        project,
        names.map((name) => join(project, name)),
        files.filter((path) => path.endsWith('.d.ts')).map((path) => join(folder, path)),
      ),
    copy: (name) => cpSync(folder, join(project, 'node_modules', name), { recursive: true }),
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

function compile(
  project: string,
  sources: readonly string[],
  declarations: readonly string[],
): readonly string[] {
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      target: 'ES2022',
      module: 'NodeNext',
      strict: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      skipLibCheck: false,
      declaration: true,
      types: ['node'],
    },
    project,
  );
  const program = ts.createProgram([...sources, ...declarations], options);
  for (const source of sources) program.emit(program.getSourceFile(source));
  return program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(project))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(
      ({ file, messageText }) =>
        `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
}

function withOutput(error: Error & { stdout?: string; stderr?: string }): never {
  throw new Error(`${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`);
}
