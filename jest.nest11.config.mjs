import { everything } from './jest.config.mjs';

/** The same tests on Nest 11: `scripts/test-nest11.mjs` installs it and runs this. */
export default {
  ...everything,
  testMatch: ['<rootDir>/test/{e2e,integration}/**/*.spec.ts'],
  // Long, and about what is sent and stored, whatever the version of Nest.
  testPathIgnorePatterns: [
    '/node_modules/',
    '/integration/faults/fault-6[1-4]-',
    '/integration/change-sets\\.spec',
  ],
  moduleNameMapper: {
    '^@nestjs/(.*)$': '<rootDir>/.cache/nest11/node_modules/@nestjs/$1',
    ...everything.moduleNameMapper,
  },
  setupFiles: ['<rootDir>/scripts/nest11/record-version.mjs'],
};
