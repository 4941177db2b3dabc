import { describe, expect, it } from 'vitest'
import { PipelineError } from '../runtime/problem.ts'
import { createTerminal } from '../runtime/terminal.ts'
import { reportFailure } from './failure.ts'

function report(error: unknown) {
  let stderr = ''
  const terminal = createTerminal({
    stdout: { write: () => true },
    stderr: { write: (text) => (stderr += text) },
    hasColour: false,
  })
  const status = reportFailure(error, terminal)
  return { status, stderr }
}

describe('reportFailure', () => {
  it('says what happened and what to do, without a stack', () => {
    const error = new PipelineError({
      code: 'kafka.unreachable',
      message: 'Kafka at localhost:1 did not answer.',
      action: 'Start it.',
    })

    expect(report(error)).toEqual({
      status: 1,
      stderr:
        'tally: Kafka at localhost:1 did not answer.\n  Start it.\n  docs/runbooks/kafka.unreachable.md\n',
    })
  })

  it('shows a bug with its stack', () => {
    const { status, stderr } = report(new TypeError('x is not a function'))

    expect(status).toBe(1)
    expect(stderr).toContain('this is a bug')
    expect(stderr).toContain('failure.test.ts')
  })
})
