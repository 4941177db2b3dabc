/** Why a bulk request, or a document of one, is sent again; the labels of a counter. */
export const retryCauses = [
  'no-connection',
  'timed-out',
  'unreadable-answer',
  'too-many-requests',
  'server-error',
  'index-unavailable',
  'request-too-large',
] as const
export type RetryCause = (typeof retryCauses)[number]
