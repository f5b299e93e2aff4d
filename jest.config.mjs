/** Tests are ES modules in TypeScript; `scripts/test.mjs` starts the server they need and runs them. */
export default {
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^nestjs-documents$': '<rootDir>/lib/index.ts',
    '^nestjs-documents/class-validator$': '<rootDir>/lib/class-validator/index.ts',
    '^nestjs-documents/testing$': '<rootDir>/lib/testing/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};
