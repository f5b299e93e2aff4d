/** The second half of `npm run build`: writes what the compiler has put into `dist/` once more as CommonJS, into `dist/cjs/`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../run/project.mjs';
import { setUp } from '../setup.mjs';

await setUp({ log: () => undefined });
const { default: ts } = await import('typescript');

const modules = join(projectFolder, 'dist');
const commonJs = join(modules, 'cjs');
const compilerOptions = {
  target: ts.ScriptTarget.ES2022,
  // Leaves `import()` as it is: what a program names may be an ES module.
  module: ts.ModuleKind.Node16,
  esModuleInterop: true,
  // They stand in the declarations, and in the ES modules.
  removeComments: true,
};

rmSync(commonJs, { recursive: true, force: true });
for (const name of readdirSync(modules, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(js|d\.ts)$/.test(name)) continue;
  const text = readFileSync(join(modules, name), 'utf8');
  const target = join(commonJs, name);
  mkdirSync(dirname(target), { recursive: true });
  // Declarations say the same in both; what kind of module they describe follows from the package.json beside them.
  writeFileSync(
    target,
    name.endsWith('.js') ? ts.transpileModule(text, { compilerOptions, fileName: 'a.cts' }).outputText : text,
  );
}
writeFileSync(join(commonJs, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
