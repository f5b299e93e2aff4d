import type { DocumentRegistry } from '../../schema/document-registry.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { CommandError } from '../command-error.js';

/** The document classes of an application by name, each before those that extend it, or the one that was named. @throws CommandError if it has none of that name */
export function chosenDocuments(registry: DocumentRegistry, name: string | undefined): readonly RootSchema[] {
  const all = registry.members
    .filter(({ base }) => base === undefined)
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((each) => registry.family(each));
  if (name === undefined) return all;
  const chosen = all.filter((each) => each.name === name);
  if (chosen.length > 0) return chosen;
  throw new CommandError({
    problem: 'There is no document of that name',
    reason: `The documents of the application are ${all.map((each) => each.name).join(', ') || 'none'}`,
    remedy: 'Name one of them, as its class is called or as @Document({ name }) says',
  });
}
