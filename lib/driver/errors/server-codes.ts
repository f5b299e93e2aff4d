/** Codes for a server, or one behind it, that was not reached or did not answer. */
export const unreachableCodes: readonly number[] = Object.freeze([6, 7, 89, 9001]);

/** Codes for a server that has lost the role of primary, or shuts down. */
export const notPrimaryCodes: readonly number[] = Object.freeze([91, 189, 10107, 11600, 11602, 13435, 13436]);

/** MaxTimeMSExpired: a command took longer than it was allowed. */
export const maxTimeExpired = 50;

/** DocumentValidationFailure: the validator of a collection refused a document. */
export const documentValidationFailure = 121;
