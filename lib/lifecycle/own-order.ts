/**
 * The order of the library's own receivers before all others, so that these see times and numbers, and validation does too; and, with the
 * sign reversed, after all others, when it is known what will be written.
 */
export const ownOrder = 1e6;
