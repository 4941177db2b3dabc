import { readFileSync } from 'node:fs'
import { PipelineError } from './problem.ts'

/**
 * The text of a PEM file that a setting names.
 *
 * @throws PipelineError `usage.invalid` when the file cannot be read or is no PEM file.
 */
export function readPem(setting: string, path: string): string {
  const text = readText(setting, path)
  if (text.includes('-----BEGIN ')) return text
  throw wrongFile(setting, `${path} is not a PEM file: no line begins with -----BEGIN`)
}

function readText(setting: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw wrongFile(setting, `${path} cannot be read`, error)
  }
}

function wrongFile(setting: string, problem: string, cause?: unknown): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message: `${setting}: ${problem}`,
    action: `Set ${setting} to the path of a PEM file that this user may read.`,
    cause,
  })
}
