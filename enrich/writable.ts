/** A document that is still being made: its fields may be set one by one. */
export type Writable<Group> = { -readonly [Name in keyof Group]: Group[Name] }
