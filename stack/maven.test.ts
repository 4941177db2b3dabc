import { describe, expect, test } from 'vitest'
import { lastWord, parseMavenVersion } from './maven.ts'

describe('Maven', () => {
  test.each([
    [
      '3.8.7 of Debian, in colour',
      '\u001B[1mApache Maven 3.8.7\u001B[m\nMaven home: /usr',
      [3, 8, 7],
    ],
    ['3.9.9', 'Apache Maven 3.9.9 (8e8579a9e76f7d015ee5ec7bfcdc97d260186937)\n', [3, 9, 9]],
    ['4, not yet released', 'Apache Maven 4.0.0-rc-2 (273314404f85bd7)\n', [4, 0, 0]],
    ['something else', 'mvn: command not found', undefined],
  ])('has its version read: %s', (_what, output, version) => {
    expect(parseMavenVersion(output)).toEqual(version)
  })

  test('is quoted with its first error, without the advice that follows', () => {
    const output = [
      '[INFO] Scanning for projects...',
      '[ERROR] Failed to execute goal on project x: Could not transfer artifact a:b:1 -> [Help 1]',
      '[ERROR] ',
      '[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.',
      '[ERROR] [Help 1] http://cwiki.apache.org/confluence/display/MAVEN/',
    ].join('\n')

    expect(lastWord(output)).toBe(
      'Failed to execute goal on project x: Could not transfer artifact a:b:1',
    )
  })

  test('is quoted in 300 characters at most', () => {
    expect(lastWord(`[ERROR] ${'x'.repeat(1_000)}`)).toHaveLength(301)
  })
})
