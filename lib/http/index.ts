export { DocumentsExceptionFilter } from './documents-exception.filter.js';
export { FilterFromPipe } from './filter-from.pipe.js';
export { ParseIdPipe } from './parse-id.pipe.js';
export type { ParseIdOptions } from './parse-id.pipe.js';
