import { factoryFor } from 'nestjs-documents/seeds';
import { Person } from './seeded-app.js';

export const people = factoryFor(Person, { name: ({ sequence }) => `Person ${sequence}` });
