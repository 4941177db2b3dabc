/** A file that is made from the contracts and committed; its path is relative to the checkout. */
export interface PublishedFile {
  readonly path: string
  readonly text: string
}

/** JSON as it is committed: two blanks of indentation, a newline at the end. */
export function jsonFile(path: string, value: unknown): PublishedFile {
  return { path, text: `${JSON.stringify(value, null, 2)}\n` }
}
