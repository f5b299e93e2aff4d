/**
 * Does to the tests what `--disallow-code-generation-from-strings` does to a process: that option does not reach into the contexts that
 * Jest runs tests in.
 */
globalThis.Function = new Proxy(Function, {
  construct(target, parameters, newTarget) {
    if (parameters.length > 0)
      throw new EvalError('Code generation from strings disallowed for this context');
    return Reflect.construct(target, parameters, newTarget);
  },
});
