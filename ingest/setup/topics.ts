import { type Topic } from '../../contracts/topic.ts'
import { type KafkaAdmin, type TopicDescription } from '../../runtime/kafka/admin.ts'
import { type Finding } from './finding.ts'

/**
 * Makes the topics that are missing and compares the others.
 *
 * A topic that is there is never changed: another partition count would tear the histories of keys
 * apart, and settings may be what an administrator wants.
 *
 * @throws PipelineError of `kafka.…` when Kafka does not answer or refuses.
 */
export async function setUpTopics(
  admin: KafkaAdmin,
  topics: readonly Topic[],
): Promise<readonly Finding[]> {
  const existing = await admin.describeTopics(topics.map(({ name }) => name))
  const copies = copiesFor(await admin.brokerCount())
  const findings: Finding[] = []
  for (const topic of topics) {
    const found = existing.get(topic.name)
    findings.push(found ? compareTopic(topic, found) : await makeTopic(admin, topic, copies))
  }
  return findings
}

/** How safely a topic is kept. */
interface Copies {
  readonly replicationFactor: number
  readonly settings: Readonly<Record<string, string>>
}

/** With copies on two brokers, what was acknowledged outlives the loss of one. */
export function copiesFor(brokerCount: number): Copies {
  return brokerCount === 1
    ? { replicationFactor: 1, settings: {} }
    : { replicationFactor: Math.min(3, brokerCount), settings: { 'min.insync.replicas': '2' } }
}

async function makeTopic(admin: KafkaAdmin, topic: Topic, copies: Copies): Promise<Finding> {
  const { name, partitions } = topic
  const wasMade = await admin.createTopic({
    name,
    partitions,
    replicationFactor: copies.replicationFactor,
    settings: { ...topic.settings, ...copies.settings },
  })
  if (wasMade)
    return { kind: 'topic', name, outcome: 'made', details: [`${partitions} partitions`] }
  // Somebody else was quicker; what they made may be something else.
  const found = (await admin.describeTopics([name])).get(name)
  return found
    ? compareTopic(topic, found)
    : { kind: 'topic', name, outcome: 'unchanged', details: [] }
}

/** What is wrong with a topic that exists. */
export function compareTopic(topic: Topic, found: TopicDescription): Finding {
  const { name, partitions } = topic
  const settings = Object.entries(topic.settings).filter(
    ([setting, value]) => found.settings.get(setting) !== value,
  )
  const hasOtherCount = found.partitions !== partitions
  if (!hasOtherCount && settings.length === 0) {
    return { kind: 'topic', name, outcome: 'unchanged', details: [] }
  }
  return {
    kind: 'topic',
    name,
    outcome: 'differs',
    details: [
      ...(hasOtherCount ? [`${found.partitions} partitions, expected ${partitions}`] : []),
      ...settings.map(
        ([setting, value]) =>
          `${setting}=${found.settings.get(setting) ?? '(unset)'}, expected ${value}`,
      ),
    ],
    action: hasOtherCount ? recount(name) : alter(name, settings),
  }
}

function recount(name: string): string {
  return (
    `if ${name} is empty, delete it and run setup again; ` +
    'otherwise copy it in order into a new topic, because each key must stay in one partition'
  )
}

function alter(name: string, settings: readonly (readonly [string, string])[]): string {
  const wanted = settings.map(([setting, value]) => `${setting}=${value}`).join(',')
  return `kafka-configs.sh --alter --topic ${name} --add-config ${wanted}`
}
