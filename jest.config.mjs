/** Tests are ES modules in TypeScript; `scripts/test.mjs` starts the server they need and runs them. */
export const everything = {
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  testEnvironment: 'node',
  // Whole applications with packages of their own: see scripts/test-applications.mjs.
  modulePathIgnorePatterns: ['<rootDir>/.cache/applications/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^nestjs-documents$': '<rootDir>/lib/index.ts',
    '^nestjs-documents/class-validator$': '<rootDir>/lib/class-validator/index.ts',
    '^nestjs-documents/http$': '<rootDir>/lib/http/index.ts',
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

/** Codec and validation again, where code from strings is not allowed and documents are read, looked through and written step by step. */
const stepByStep = {
  ...everything,
  displayName: 'step by step',
  setupFiles: ['<rootDir>/test/support/disallow-code.mjs'],
  testMatch: [
    '<rootDir>/test/unit/{kind,codec,validation}/**/*.spec.ts',
    '<rootDir>/test/integration/{save-values,save-undeclared-keys,save-updates,find,reload,subclasses,selection,unselected,undeclared,strict}.spec.ts',
  ],
  // These are about the generated code itself.
  testPathIgnorePatterns: ['/node_modules/', '/validation/fast/', '/codec/(fast/|bytes/short-text)'],
};

/** The process that runs a spec file keeps its modules: one that has kept many is slow, and is replaced. */
export const workers = { maxWorkers: 2, workerIdleMemoryLimit: '1GB' };

/** In ms. A hook that starts an application takes longer than five seconds where others use the processors too. */
export const testTimeout = 30_000;

export default { ...workers, testTimeout, projects: [everything, stepByStep] };
