import kafkajs, { type KafkaConfig, type LogEntry } from 'kafkajs'
import { type Log } from '../log.ts'

type Level = 'trace' | 'debug' | 'warn' | 'error'

/**
 * kafkajs's own log lines in ours, at levels that fit.
 *
 * kafkajs calls every refused request an error, though it tries again by itself and throws when it
 * gives up; whoever called then says so. What is left to warn about is trouble that goes on behind
 * the caller's back.
 */
export function kafkajsLog(log: Log): Pick<KafkaConfig, 'logLevel' | 'logCreator'> {
  const { DEBUG, INFO } = kafkajs.logLevel
  return {
    logLevel: log.level === 'trace' ? DEBUG : INFO,
    logCreator: () => (entry) => {
      log[levelOf(entry)](
        { client: `kafkajs ${entry.namespace}`.trim(), ...factsOf(entry) },
        entry.log.message,
      )
    },
  }
}

/** The level at which a line of kafkajs is worth reading. */
export function levelOf({ namespace, label, log: { message } }: LogEntry): Level {
  if (label === 'DEBUG') return 'trace'
  if (label === 'INFO') return 'debug'
  if (message.startsWith('Crash:')) return 'error'
  return isExpected(namespace, message) ? 'debug' : 'warn'
}

const notFacts = ['message', 'timestamp', 'logger', 'stack']

function factsOf({ log }: LogEntry): Record<string, unknown> {
  return Object.fromEntries(Object.entries(log).filter(([name]) => !notFacts.includes(name)))
}

/**
 * - An answer that is an error ("Response Heartbeat(…)": the group is rebalancing; "coordinator is
 *   loading": the broker has just started) is retried, or thrown to the caller.
 * - A failed connection is tried again, or thrown to the caller, as is a refused user.
 * - So is a send that failed. That its retries are limited, which kafkajs warns of, is no danger
 *   here: after a failure the producer takes a new identity.
 */
function isExpected(namespace: string, message: string): boolean {
  return (
    namespace === 'Connection' ||
    namespace === 'Producer' ||
    message.startsWith('Failed to connect to seed broker') ||
    message.includes('authentication failed') ||
    message.startsWith('The coordinator is not aware of this member') ||
    message.startsWith('The group is rebalancing')
  )
}
