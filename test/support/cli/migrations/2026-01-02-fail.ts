export default class {
  up(): void {
    if (process.env['FAIL'] !== undefined) throw new Error('It fails');
  }
}
