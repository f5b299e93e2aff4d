/**
 * Values that come with every signal, such as the user or the request. Declared by the application.
 * @example
 * ```ts
 * declare module 'nestjs-documents' {
 *   interface SignalContext {
 *     user?: User;
 *   }
 * }
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the application's declaration is merged with it
export interface SignalContext {}

/** A context as given and received: open to all keys as long as the application declares none. */
export type Context = keyof SignalContext extends never
  ? Readonly<Record<string, unknown>>
  : // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- never empty here
    Readonly<SignalContext>;
