/** The exit codes of all commands: done, or nothing to do; with `--check`, something is to do; failed. */
export const exitCode = Object.freeze({ done: 0, toDo: 1, failed: 2 } as const);

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
