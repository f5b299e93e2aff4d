import { PostSignalError } from '../../signal/signal-errors.js';

/** One error for those that receivers of several `post…` signals have thrown. @param failure that of signals before, if any */
export function joinedError(failure: Error | undefined, error: Error): Error {
  return failure instanceof PostSignalError && error instanceof PostSignalError ? failure.with(error) : error;
}
