import { explainVerbosities } from '../driver/command/check-options.js';
import { InvalidPipelineError } from '../query/query-errors.js';

/** The error for an aggregation that was made into JSON. */
export function unread(): InvalidPipelineError {
  return new InvalidPipelineError(
    'toJSON',
    'It was made into JSON before its rows were read, as when a handler returns the aggregation itself',
    'Read them: await toArray() or first(), or loop over it with for await',
  );
}

/** The error for a callback that does not return the pipeline that it was given. */
export function notContinued(place: string): InvalidPipelineError {
  return new InvalidPipelineError(
    place,
    'A pipeline in it is no function that returns the pipeline it was given, continued',
    'Return what the methods for stages return: (rows) => rows.match(...)',
  );
}

/** The error for an `explain` with another word. */
export function unknownVerbosity(): InvalidPipelineError {
  return new InvalidPipelineError(
    'explain',
    'It was given something that is none of the three verbosities',
    `Give ${explainVerbosities.join(', ')}`,
  );
}
