/** A text between quotes, a regular expression between slashes, or whatever is escaped. */
const notSyntax = /"(?:[^"\\]|\\.)*"|\/(?:[^/\\]|\\.)*\/|\\./g

/**
 * The fields that a Lucene query names, wildcards left out.
 *
 * Elasticsearch takes a query over a field that does not exist and finds nothing, so a slip of the
 * pen shows as an empty chart only.
 */
export function queryFields(query: string): string[] {
  const bare = query.replace(notSyntax, '*')
  const named = [...bare.matchAll(/(?<![\w.*])(_exists_:\s*)?(@?[A-Za-z_][\w.-]*)(:)?/g)]
    .filter(([, exists, , colon]) => exists !== undefined || colon !== undefined)
    .map(([, , field = '']) => field)
  return [...new Set(named)].filter((field) => field !== '_exists_' && !field.endsWith('.'))
}
