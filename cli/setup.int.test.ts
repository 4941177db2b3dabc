import { describe, expect, inject, it } from 'vitest'
import { anyFreePort } from '../stack/ports.ts'
import { runCommandLine } from '../test/command-run.ts'

async function tally(words: readonly string[], env: Record<string, string> = {}) {
  const servers = {
    TALLY_LOG_LEVEL: 'silent',
    KAFKA_BROKERS: inject('kafkaBrokers').join(','),
    ELASTICSEARCH_URL: inject('elasticsearchUrl'),
  }
  return runCommandLine(words, { ...servers, ...env })
}

describe('tally setup', () => {
  it('says of each thing that it is there after the first run', async () => {
    await tally(['setup'])

    const { status, stdout, stderr } = await tally(['setup'])

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('topic bank.activity is as it should be\n')
    expect(stdout).toContain('template tally-transactions-v1 is as it should be\n')
    expect(stdout).toContain('index tally-meta-v1 is as it should be\n')
    expect(stdout).toContain('meta document tally-v1 is as it should be\n')
  })

  it('prints one JSON object for programs', async () => {
    const { status, stdout } = await tally(['setup', '--json'])

    expect(status).toBe(0)
    expect(stdout.split('\n')).toHaveLength(2)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      findings: expect.arrayContaining([
        expect.objectContaining({ kind: 'topic', name: 'bank.activity' }),
      ]) as unknown,
    })
  })

  it('names the Elasticsearch that does not answer, and fails', async () => {
    const address = `http://127.0.0.1:${await anyFreePort()}`

    const { status, stdout, stderr } = await tally(['setup'], { ELASTICSEARCH_URL: address })

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain(`tally: Elasticsearch at ${address} did not`)
    expect(stderr).toContain('ELASTICSEARCH_URL')
  })
})
