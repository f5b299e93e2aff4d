import { defineConfig } from 'vitest/config';
import { everything } from './vitest.config.mjs';

const nest11 = new URL('.cache/nest11/', import.meta.url);

/** The same tests on Nest 11: `scripts/test-nest11.mjs` installs it and runs this. */
export default defineConfig({
  ...everything,
  resolve: {
    alias: [
      { find: /^@nestjs\/(.*)$/, replacement: `${nest11.pathname}node_modules/@nestjs/$1` },
      ...everything.resolve.alias,
    ],
  },
  test: {
    ...everything.test,
    // What boots an application and looks at Nest, and a few of what a repository does. The rest of `lib/` imports nothing of Nest, which
    // `test/architecture/packages.spec.ts` proves, so what it sends and stores is the same on every version.
    include: [
      'test/e2e/**/*.spec.ts',
      'test/integration/{listener,module,transactional}/*.spec.ts',
      'test/integration/migration/{module,up}.spec.ts',
      'test/integration/driver/connection*.spec.ts',
      'test/integration/*/{after-commit,context-and-session,find,save,save-signals,transactions}.spec.ts',
    ],
    // For the programs that tests start.
    env: { NEST_MODULES: new URL('package.json', nest11).href },
    setupFiles: ['scripts/nest11/record-version.mjs'],
  },
});
