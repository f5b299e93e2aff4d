export enum Role {
  Admin = 'admin',
  User = 'user',
}

export enum Level {
  Low,
  High,
}
