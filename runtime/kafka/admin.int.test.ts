import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { anyFreePort } from '../../stack/ports.ts'
import { numbered, useKafka } from '../../test/kafka-fixture.ts'
import { createAdmin } from './admin.ts'

const kafka = useKafka()

describe('an admin', () => {
  it('makes a topic once', async () => {
    const name = `test.${randomUUID()}`
    const topic = { name, partitions: 2, replicationFactor: 1, settings: { 'retention.ms': '-1' } }

    const first = await kafka.admin.createTopic(topic)
    const second = await kafka.admin.createTopic(topic)

    expect([first, second]).toEqual([true, false])
    const found = (await kafka.admin.describeTopics([name, 'test.nowhere'])).get(name)
    expect(found?.partitions).toBe(2)
    expect(found?.settings.get('retention.ms')).toBe('-1')
  })

  it('tells where the partitions begin and end, in their order', async () => {
    const topic = await kafka.makeTopic(12)
    await kafka.append(topic, numbered(3, 'k', 10))

    const offsets = await kafka.admin.offsetsOf(topic)

    const expected = Array.from({ length: 12 }, (_, partition) => ({ partition, start: 0, end: 0 }))
    expect(offsets).toEqual(expected.with(10, { partition: 10, start: 0, end: 3 }))
  })

  it('tells that a new group has committed nothing', async () => {
    const topic = await kafka.makeTopic(2)

    const offsets = await kafka.admin.groupOffsets(`test-${randomUUID()}`, topic)

    expect(offsets).toEqual([
      { partition: 0, offset: undefined, metadata: undefined },
      { partition: 1, offset: undefined, metadata: undefined },
    ])
  })

  it('lets a group begin at other offsets, and leaves those of other partitions', async () => {
    const topic = await kafka.makeTopic(3)
    await kafka.append(
      topic,
      [0, 1, 2].flatMap((partition) => numbered(5, 'k', partition)),
    )
    const group = `test-${randomUUID()}`
    await kafka.admin.setGroupOffsets(group, topic, [0, 1].map((partition) => ({ partition, offset: 4, metadata: 'a' }))) // prettier-ignore

    await kafka.admin.setGroupOffsets(group, topic, [{ partition: 1, offset: 2, metadata: 'b' }])

    const offsets = await kafka.admin.groupOffsets(group, topic)
    expect(offsets.map(({ offset, metadata }) => [offset, metadata])).toEqual([
      [4, 'a'],
      [2, 'b'],
      [undefined, undefined],
    ])
    expect(await kafka.admin.groupMembers(group)).toBe(0)
  })

  it('tells that a group that nobody has joined has no members', async () => {
    expect(await kafka.admin.groupMembers(`test-${randomUUID()}`)).toBe(0)
  })

  it('names the topic that is missing, and its own client library is not seen', async () => {
    const asked = kafka.admin.createTopic({
      name: 'not a name',
      partitions: 1,
      replicationFactor: 1,
      settings: {},
    })

    await expect(asked).rejects.toMatchObject({ code: 'kafka.rejected', name: 'PipelineError' })
  })

  it('names the address when nothing listens there', async () => {
    const address = `127.0.0.1:${await anyFreePort()}`

    const opened = createAdmin(kafka.connectTo([address]), { deadlineMs: 1000 })

    await expect(opened).rejects.toMatchObject({
      code: 'kafka.unreachable',
      retriable: true,
      message: expect.stringContaining(address) as string,
    })
  })
})
