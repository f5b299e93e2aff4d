export default class {
  run(): void {
    throw new Error('It is not to be run');
  }
}
