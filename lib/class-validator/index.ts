export { classValidator } from './class-validator.js';
export type { ClassValidatorOptions } from './class-validator.js';
