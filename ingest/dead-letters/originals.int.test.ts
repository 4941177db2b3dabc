import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deadLetterIdOf, deadLettersTopic } from '../../contracts/dead-letter.ts'
import { type LogRecord } from '../../contracts/processor.ts'
import { EpochMs } from '../../contracts/time.ts'
import { openLogReader } from '../../runtime/kafka/reader.ts'
import { useKafka } from '../../test/kafka-fixture.ts'
import { tinyRecord } from '../../test/tiny-processor.ts'
import { messageOf } from './dead-letter-forms.ts'
import { findOriginal, readOriginals } from './originals.ts'

const kafka = useKafka()
const { signal } = new AbortController()

function placeOf(record: LogRecord) {
  const { topic, partition, offset, appendTime } = record
  return { id: deadLetterIdOf(record), topic, partition, offset, appendTime: new Date(appendTime).toISOString() } // prettier-ignore
}

describe('the record behind a dead letter', () => {
  it('is read from the log, near ones and far ones, and not where the topic was made anew', async () => {
    const topic = await kafka.makeTopic(2)
    const messages = Array.from({ length: 1500 }, (_, at) => ({ key: 'k', value: `${at}`, headers: { at: `${at}` }, partition: 1 })) // prettier-ignore
    await kafka.append(topic, messages)
    const log = await kafka.readAll(topic)
    const wanted = [0, 1, 700, 1499].flatMap((offset) => log.filter((each) => each.offset === offset)) // prettier-ignore
    const [first, ...others] = wanted.map(placeOf)
    const reader = await openLogReader(kafka.connection)

    const letters = [{ ...first, appendTime: '2020-01-01T00:00:00.000Z' } as typeof first & object, ...others] // prettier-ignore
    const found = await readOriginals({ reader, admin: kafka.admin, signal }, letters)
    await reader.close()

    expect([...found.values()]).toEqual(wanted.slice(1))
  })

  it('is read from the topic of dead letters when the log has it no more, as it came', async () => {
    const { name, partitions } = deadLettersTopic
    await kafka.admin.createTopic({ name, partitions, replicationFactor: 1, settings: {} })
    const record = tinyRecord(42, {
      topic: `test.gone-${randomUUID()}`,
      partition: 3,
      appendTime: EpochMs.parse(1_795_249_205_000),
      value: 'no json',
      headers: { trace: Buffer.from('abc') },
    })
    const receipt = { durable: () => undefined, delayed: () => undefined }
    const letter = { record, stage: 'decode', code: 'not-json', reason: '', eventId: undefined, attempts: 1, receipt } as const // prettier-ignore
    await kafka.append(name, [messageOf(letter)])
    const reader = await openLogReader(kafka.connection)

    const log = { reader, admin: kafka.admin, signal }
    const found = await findOriginal(log, placeOf(record))
    const missing = await findOriginal(log, { ...placeOf(record), id: 'other', offset: 43 })
    await reader.close()

    expect(found).toEqual({ record, isOfLog: false })
    expect(missing).toBeUndefined()
  })
})
