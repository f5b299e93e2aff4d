import { person } from '../documents/person.js';
import { category, postOf } from '../documents/post.js';
import { assertValues } from '../documents/shape.js';
import type { Values } from '../documents/shape.js';
import { needed } from './work.js';
import type { Work } from './work.js';

/** How many documents the posts refer to. */
interface Targets {
  readonly people: number;
  readonly categories: number;
}

/** Finds all posts together with their authors and categories: each of these is read once, and is one object. */
export function populateWork(count: number, { people, categories }: Targets, options: Partial<Work>): Work {
  const post = postOf(people, categories);
  return {
    name: `populate ${count} by ${people}`,
    title: `populate ${count.toLocaleString('en')} × 2 paths, ${people.toLocaleString('en')} authors`,
    libraries: ['driver', 'mongoose', 'mikro-orm', 'nestjs-documents'],
    shape: person,
    storedCount: people,
    alsoStored: [
      { shape: post, count },
      { shape: category, count: categories },
    ],
    isWrite: false,
    maxWarmUpTime: 5000,
    ...options,
    begin(library) {
      const findPopulated = needed(library.findPopulated, 'populate');
      const isLoaded = needed(library.isLoaded, 'find');
      let found: readonly object[] = [];
      return {
        kind: 'timed',
        async run({ units }) {
          for (let unit = 0; unit < units; unit++) found = await findPopulated();
        },
        check() {
          const posts = found as readonly Post[];
          assertEach(posts, count, 'posts');
          assertEach(new Set(posts.map(({ author }) => author)), people, 'authors');
          assertEach(new Set(posts.map((each) => each.category)), categories, 'categories');
          for (const { count: number, title, author, category: its } of posts) {
            const expected = post.makeValues(number);
            assertValues({ title }, { title: expected['title'] });
            assertValues(author, person.makeValues(number % people));
            assertValues(its, category.makeValues(number % categories));
            if (!isLoaded(author)) throw new Error(`The author of post ${number} is not as it is loaded.`);
          }
          found = [];
        },
      };
    },
  };
}

interface Post extends Values {
  readonly author: object;
  readonly category: object;
}

/** @throws unless these are so many different documents */
function assertEach(documents: Iterable<object>, count: number, name: string): void {
  const list = [...documents];
  const counts = new Set(list.map((each) => (each as Values).count));
  if (list.length !== count || counts.size !== count)
    throw new Error(`Found ${list.length} ${name}, ${counts.size} of them different, not ${count}.`);
}
