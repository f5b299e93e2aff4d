/** Loaded before each file of the project `step by step`, which proves nothing where generated code runs. */
if (isCodeAllowed())
  throw new Error(
    'Code from strings is allowed in this process: see the options of Node in vitest.config.mjs.',
  );

function isCodeAllowed() {
  try {
    new Function('return 1;');
    return true;
  } catch (error) {
    if (error instanceof EvalError) return false;
    throw error;
  }
}
