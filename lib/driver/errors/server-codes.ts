/** The server, or one behind it, was not reached or did not answer. */
export const unreachableCodes: readonly number[] = Object.freeze([6, 7, 89, 9001]);

/** The server is not the primary any more, or shuts down. */
export const notPrimaryCodes: readonly number[] = Object.freeze([91, 189, 10107, 11600, 11602, 13435, 13436]);
