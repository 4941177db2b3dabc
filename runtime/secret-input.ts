import { readFile } from 'node:fs/promises'
import { PipelineError } from './problem.ts'

/** The keyboard of a terminal, as far as it is needed. */
export interface Keyboard {
  setRawMode(isRaw: boolean): unknown
  setEncoding(encoding: 'utf8'): unknown
  resume(): unknown
  pause(): unknown
  on(event: 'data', listener: (text: string) => void): unknown
  off(event: 'data', listener: (text: string) => void): unknown
}

const secretLengthMax = 4096

/**
 * Takes a secret that is typed at a terminal, which does not show it.
 *
 * @throws PipelineError `interrupted` at Ctrl-C.
 */
export async function readTypedSecret(keyboard: Keyboard): Promise<string> {
  keyboard.setRawMode(true)
  keyboard.setEncoding('utf8')
  let typed = ''
  let listener: (text: string) => void = () => undefined
  try {
    return await new Promise((resolve, reject) => {
      listener = (text) => {
        for (const key of text) {
          if (key === '\u0003') reject(interrupted())
          else if (endKeys.includes(key)) resolve(typed)
          else if (deleteKeys.includes(key)) typed = withoutLast(typed)
          else if (key >= ' ' && typed.length < secretLengthMax) typed += key
        }
      }
      keyboard.on('data', listener)
      keyboard.resume()
    })
  } finally {
    keyboard.off('data', listener)
    keyboard.setRawMode(false)
    keyboard.pause()
  }
}

const endKeys = ['\r', '\n', '\u0004']
const deleteKeys = ['\u007F', '\b']

function withoutLast(text: string): string {
  return Array.from(text).slice(0, -1).join('')
}

/**
 * Reads a secret from a file, or from a stream for the path `-`; blanks around it are left out.
 *
 * @throws PipelineError `usage.invalid` when it cannot be read, is empty or too long.
 */
export async function readSecretFile(
  flag: string,
  path: string,
  stdin: AsyncIterable<Buffer | string>,
): Promise<string> {
  const text = path === '-' ? await textOf(stdin) : await readFile(path, 'utf8').catch(() => '')
  const secret = text.trim()
  if (secret !== '' && secret.length <= secretLengthMax && !/\s/.test(secret)) return secret
  throw new PipelineError({
    code: 'usage.invalid',
    message: `${flag}: expected one secret of at most ${secretLengthMax} characters in ${path}; got ${whatCame(secret)}`,
    action: `Name a file that this user may read, with the secret and nothing else, or - for stdin.`,
  })
}

async function textOf(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let text = ''
  for await (const chunk of stream) {
    text += chunk.toString()
    if (text.length > secretLengthMax * 2) break
  }
  return text
}

function whatCame(secret: string): string {
  if (secret === '') return 'nothing'
  return /\s/.test(secret) ? 'several words' : 'a longer text'
}

function interrupted(): PipelineError {
  return new PipelineError({
    code: 'interrupted',
    message: 'interrupted by Ctrl-C',
    action: 'Run the same command again to go on.',
  })
}
