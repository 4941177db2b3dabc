import { type RetentionReport } from './retention.ts'

/** What was deleted, or would be, for people. */
export function describeRetention(
  { floor, indices, indexVersion }: RetentionReport,
  { isDone }: { readonly isDone: boolean },
): readonly string[] {
  const day = floor.slice(0, 10)
  if (indices.length === 0) return [`Index version ${indexVersion} holds no month before ${day}.`]
  const documents = indices.reduce((sum, index) => sum + index.documents, 0)
  const counted = `${figure(indices.length)} indices with ${figure(documents)} documents before ${day}`
  return [
    isDone ? `${counted} were deleted:` : `${counted} would be deleted:`,
    ...indices.map(({ name, documents: count }) => `  ${name}: ${figure(count)} documents`),
  ]
}

function figure(value: number): string {
  return value.toLocaleString('en')
}
