/**
 * For `node --import`: runs the TypeScript of this project as the tests do, with the same compiler options and the package's
 * names mapped to `lib/`. `NEST_MODULES` names a file beside whose packages those of Nest are found.
 */
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { compileTypeScript } from '../../scripts/package/compile-typescript.mjs';

const project = new URL('../../', import.meta.url);
const entries = new Map([
  ['nestjs-documents', new URL('lib/index.ts', project).href],
  ['nestjs-documents/class-validator', new URL('lib/class-validator/index.ts', project).href],
  ['nestjs-documents/http', new URL('lib/http/index.ts', project).href],
  ['nestjs-documents/migrations', new URL('lib/migration/index.ts', project).href],
  ['nestjs-documents/seeds', new URL('lib/seed/index.ts', project).href],
  ['nestjs-documents/testing', new URL('lib/testing/index.ts', project).href],
]);

// Node calls the hooks below in a thread of their own, where this file is loaded once more.
if (isMainThread) register(import.meta.url);

export async function resolve(specifier, context, nextResolve) {
  const entry = entries.get(specifier);
  if (entry) return { url: entry, shortCircuit: true };
  const isOurs = context.parentURL?.endsWith('.ts');
  if (isOurs && /^\.{1,2}\//.test(specifier)) return nextResolve(specifier.replace(/\.js$/, '.ts'), context);
  const isNest = isOurs && specifier.startsWith('@nestjs/') && process.env.NEST_MODULES;
  return nextResolve(specifier, isNest ? { ...context, parentURL: process.env.NEST_MODULES } : context);
}

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const filename = fileURLToPath(url);
  const { code } = await compileTypeScript(await readFile(filename, 'utf8'), filename);
  return { format: 'module', source: code, shortCircuit: true };
}
