import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findJava, parseJava } from './java.ts'

describe('the Java of this machine', () => {
  test.each([
    ['OpenJDK 17 of Debian', properties('17', '17.0.15+6-Debian-1deb12u1', 'Debian'), 17],
    ['Temurin 21', properties('21', '21.0.3+9-LTS', 'Eclipse Adoptium'), 21],
    ['GraalVM 25', properties('25', '25+37-jvmci-b01', 'GraalVM Community'), 25],
    ['OpenJ9 17 (Semeru)', properties('17', 'openj9-0.43.0', 'Eclipse OpenJ9'), 17],
    ['Oracle 8', properties('1.8', '25.401-b10', 'Oracle Corporation'), 8],
  ])('has its version read: %s', (_vendor, output, majorVersion) => {
    expect(parseJava(output)).toMatchObject({ home: '/opt/a jdk', majorVersion })
  })

  test('has another fingerprint after an update in place', () => {
    const before = parseJava(properties('17', '17.0.14+7', 'Debian'))
    const after = parseJava(properties('17', '17.0.15+6', 'Debian'))

    expect(before?.fingerprint).not.toBe(after?.fingerprint)
  })

  test('is not found in what something else prints', () => {
    expect(parseJava('The operation couldn’t be completed. Unable to locate a Java Runtime.')).toBe(
      undefined,
    )
  })

  test('is refused when it is too old', async () => {
    const home = await mkdtemp(join(tmpdir(), 'tally-java-'))
    await mkdir(join(home, 'bin'))
    const script = `#!/bin/sh\ncat <<'END'\n${properties('11', '11.0.20+8', 'Debian')}END\n`
    await writeFile(join(home, 'bin', 'java'), script, { mode: 0o755 })

    await expect(findJava(home)).rejects.toMatchObject({
      code: 'stack.java-missing',
      message: `The Java in JAVA_HOME (${home}) is version 11, which is too old.`,
    })
    await rm(home, { recursive: true })
  })

  test('is reported in one sentence, with a way out, when it is missing', async () => {
    await expect(findJava('/no/such/jdk')).rejects.toMatchObject({
      code: 'stack.java-missing',
      message: 'There is no Java in JAVA_HOME (/no/such/jdk).',
      action: expect.stringMatching(/JDK 17.*docker compose/) as string,
    })
  })
})

function properties(specification: string, build: string, vendor: string): string {
  return `Property settings:
    file.separator = /
    java.home = /opt/a jdk
    java.specification.version = ${specification}
    java.vm.vendor = ${vendor}
    java.vm.version = ${build}

openjdk version "${specification}"
`
}
