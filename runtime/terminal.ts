import { styleText } from 'node:util'

/** Where a command speaks to a person or to a program. */
export interface Terminal {
  /** One line of the result, on stdout. Programs read these. */
  print(line: string): void
  /** One line for the person watching, on stderr. */
  say(line: string): void
  /**
   * The state of long work, on stderr: one line that replaces itself on a terminal; elsewhere a
   * line of its own each time the text changes, so that a log file stays readable.
   */
  progress(text: string): void
  /** Ends the self-replacing line, if there is one. */
  endProgress(): void
  /** True when stderr is a terminal on which lines may be redrawn. */
  readonly isInteractive: boolean
  /** Colours a text when stderr is a terminal that wants colour; else returns it as it is. */
  paint(style: 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold', text: string): string
}

interface Stream {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** A terminal over two streams. NO_COLOR and TERM=dumb are honoured through `hasColour`. */
export function createTerminal(options: {
  stdout: Stream
  stderr: Stream
  hasColour: boolean
}): Terminal {
  const { stdout, stderr, hasColour } = options
  const isInteractive = stderr.isTTY === true
  let shown = ''

  const clear = () => {
    if (isInteractive && shown !== '') stderr.write('\r\u001B[K')
  }

  const endProgress = () => {
    clear()
    shown = ''
  }

  return {
    isInteractive,
    endProgress,
    print(line) {
      endProgress()
      stdout.write(`${line}\n`)
    },
    say(line) {
      endProgress()
      stderr.write(`${line}\n`)
    },
    progress(text) {
      if (text === shown) return
      clear()
      shown = text
      stderr.write(isInteractive ? cut(text, stderr.columns ?? 80) : `${text}\n`)
    },
    paint(style, text) {
      return hasColour && isInteractive ? styleText(style, text, { validateStream: false }) : text
    },
  }
}

/** A line longer than the terminal would wrap and could not be replaced any more. */
function cut(text: string, columns: number): string {
  return text.length < columns ? text : `${text.slice(0, Math.max(1, columns - 2))}…`
}
