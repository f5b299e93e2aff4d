import { defineConfig } from 'vitest/config';
import { compileTypeScript } from './scripts/package/compile-typescript.mjs';

const fileOf = (path) => new URL(path, import.meta.url).pathname;

/** Decorators and their metadata as tsc makes them, which what comes with vitest does not. */
const typescript = {
  name: 'typescript',
  enforce: 'pre',
  transform: (source, id) =>
    id.endsWith('.ts') ? compileTypeScript(source, id, { sourceMaps: true }) : undefined,
};

/** What tests on every version of Nest have in common. `scripts/test.mjs` starts the server they need. */
export const everything = {
  plugins: [typescript],
  oxc: false,
  cacheDir: fileOf('.cache/vitest'),
  resolve: {
    alias: [
      { find: /^nestjs-documents$/, replacement: fileOf('lib/index.ts') },
      { find: /^nestjs-documents\/class-validator$/, replacement: fileOf('lib/class-validator/index.ts') },
      { find: /^nestjs-documents\/http$/, replacement: fileOf('lib/http/index.ts') },
      { find: /^nestjs-documents\/migrations$/, replacement: fileOf('lib/migration/index.ts') },
      { find: /^nestjs-documents\/seeds$/, replacement: fileOf('lib/seed/index.ts') },
      { find: /^nestjs-documents\/testing$/, replacement: fileOf('lib/testing/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.spec.ts'],
    // Each worker loads the package, Nest and the driver once, for all files that it runs.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    // A hook that starts an application takes longer than five seconds where others use the processors too.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 60_000,
    // Values in the names of tests, and in what is said of one that fails, are shown whole up to there.
    chaiConfig: { truncateThreshold: 300 },
    execArgv: [`--import=${new URL('scripts/run/end-with-parent.mjs', import.meta.url).href}`],
  },
};

/** Codec and validation again, where code from strings is not allowed and documents are read, looked through and written step by step. */
const stepByStep = {
  ...everything,
  test: {
    ...everything.test,
    name: 'step by step',
    execArgv: [...everything.test.execArgv, '--disallow-code-generation-from-strings'],
    setupFiles: ['test/support/assert-no-code.mjs'],
    include: [
      'test/unit/{kind,codec,validation}/**/*.spec.ts',
      'test/integration/*/{save-values,save-undeclared-keys,save-updates,find,reload,subclasses,selection,partial-selection,plain,unselected,undeclared,strict}.spec.ts',
    ],
    // These are about the generated code itself.
    exclude: ['**/validation/fast/**', '**/codec/fast/**', '**/codec/bytes/short-text.spec.ts'],
  },
};

export default defineConfig({
  test: {
    teardownTimeout: 60_000,
    projects: [{ ...everything, test: { ...everything.test, name: 'all' } }, stepByStep],
  },
});
