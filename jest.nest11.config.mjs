import { everything, testTimeout, workers } from './jest.config.mjs';

/** The same tests on Nest 11: `scripts/test-nest11.mjs` installs it and runs this. */
export default {
  ...everything,
  ...workers,
  testTimeout,
  // What boots an application and looks at Nest, and a few of what a repository does. The rest of `lib/` imports nothing of Nest, which
  // `test/architecture/packages.spec.ts` proves, so what it sends and stores is the same on every version.
  testMatch: [
    '<rootDir>/test/e2e/**/*.spec.ts',
    '<rootDir>/test/integration/nest/**/*.spec.ts',
    '<rootDir>/test/integration/connection*.spec.ts',
    '<rootDir>/test/integration/{after-commit,context-and-session,find,save,save-signals,transactions}.spec.ts',
  ],
  moduleNameMapper: {
    '^@nestjs/(.*)$': '<rootDir>/.cache/nest11/node_modules/@nestjs/$1',
    ...everything.moduleNameMapper,
  },
  setupFiles: ['<rootDir>/scripts/nest11/record-version.mjs'],
};
