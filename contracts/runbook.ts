/** Where all runbooks are, by code; relative to the checkout. */
export const runbooksFolder = 'docs/runbooks'

/**
 * The page that says what a code means and what to do about it: the code of a failure, of a symptom
 * of a worker, or of a dead letter. Every code has one.
 */
export function runbookOf(code: string): string {
  return `${runbooksFolder}/${code}.md`
}
