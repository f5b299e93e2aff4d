/**
 * For `node --import`: runs the TypeScript of this project as the tests do, with the same compiler options and the package's
 * names mapped to `lib/`. `NEST_MODULES` names a file beside whose packages those of Nest are found.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { compileTypeScript } from '../../scripts/package/compile-typescript.mjs';
import { cachePath } from '../../scripts/run/project.mjs';

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
  return { format: 'module', source: await compiled(fileURLToPath(url)), shortCircuit: true };
}

const folder = cachePath('compiled');
mkdirSync(folder, { recursive: true });
const compiler = readFileSync(new URL('scripts/package/compile-typescript.mjs', project));

/** Compiles a file once, for all processes and runs until it changes. */
async function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const hash = createHash('sha1').update(compiler).update(filename).update(source);
  const cached = join(folder, `${hash.digest('hex')}.js`);
  try {
    return readFileSync(cached, 'utf8');
  } catch {
    const { code } = await compileTypeScript(source, filename);
    // Renamed, so that no other process reads a half.
    const written = `${cached}.${process.pid}`;
    writeFileSync(written, code);
    renameSync(written, cached);
    return code;
  }
}
