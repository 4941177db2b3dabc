import { expect, test } from 'vitest'
import { StartProgress } from './progress.ts'

test('the progress of a start shows each server with its own clock', () => {
  const progress = new StartProgress(1_000)
  progress.note('kafka', 'starting', 1_000)
  progress.note('kafka', 'running', 3_440)

  expect(progress.text(3_900)).toBe('Kafka: ready after 2.4 s · Elasticsearch: starting… 2 s')
})
