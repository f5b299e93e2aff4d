import { writeFileSync } from 'node:fs';

/** Writes the results of the tests as JSON to the file that `TEST_RESULT` names: a `TestResult` of `result.mjs`. */
export default class TestReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const skipped = tests.filter(isSkipped);
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    // Of a file that cannot be loaded no tests are known: it counts as one, and so does a hook that fails.
    const broken = suites.flatMap((suite) => suite.errors()).length + unhandledErrors.length;
    const failed = tests.length - skipped.length - passed + broken;
    writeFileSync(
      process.env.TEST_RESULT,
      JSON.stringify({ passed, failed, skipped: skipped.map(({ fullName }) => fullName) }),
    );
  }
}

/** Whether its file skips it, or the test itself with a reason; one that is not run because its hook has failed counts as failed. */
function isSkipped(test) {
  const { state, note } = test.result();
  return state === 'skipped' && (test.options.mode !== 'run' || note !== undefined);
}
