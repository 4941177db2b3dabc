/** What a route of the fake answers. */
export interface Answer {
  readonly status: number
  /** As JSON, unless it is a text. */
  readonly body: unknown
}

export function ok(body: unknown): Answer {
  return { status: 200, body }
}

const names: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  422: 'Unprocessable Entity',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

export function refusal(statusCode: number, message: string, more: object = {}): Answer {
  const error = names[statusCode] ?? 'Error'
  return { status: statusCode, body: { statusCode, error, message, ...more } }
}
