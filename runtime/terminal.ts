import { styleText } from 'node:util'

/** Where a command speaks to a person or to a program. */
export interface Terminal {
  /** One line of the result, on stdout. Programs read these. */
  print(line: string): void
  /**
   * Lines of the result that replace those shown before on a terminal, cut to its size; elsewhere
   * they are printed again, after an empty line.
   */
  show(lines: readonly string[]): void
  /** One line for the person watching, on stderr. */
  say(line: string): void
  /**
   * The state of long work, on stderr: one line that replaces itself on a terminal. Elsewhere a
   * line of its own: at once when its words change, every five seconds when only its figures do,
   * so that a log file stays readable.
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
  readonly rows?: number
}

/** Takes away what stands in the line of the cursor on a screen. */
export const clearLine = '\r\u001B[K'

/** A terminal over two streams. NO_COLOR and TERM=dumb are honoured through `hasColour`. */
export function createTerminal(options: {
  stdout: Stream
  stderr: Stream
  hasColour: boolean
  /** Milliseconds of a clock that never goes back. */
  now?: () => number
}): Terminal {
  const { stdout, stderr, hasColour, now = () => performance.now() } = options
  const isInteractive = stderr.isTTY === true
  let shown = ''
  let shownAt = 0
  const picture = createPicture(stdout)

  const isWorthALine = (text: string) =>
    wordsOf(text) !== wordsOf(shown) || now() - shownAt >= lineEveryMs

  const clear = () => {
    if (isInteractive && shown !== '') stderr.write(clearLine)
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
      picture.leave()
      stdout.write(`${line}\n`)
    },
    show(lines) {
      endProgress()
      picture.show(lines)
    },
    say(line) {
      endProgress()
      picture.leave()
      stderr.write(`${line}\n`)
    },
    progress(text) {
      if (text === shown || (!isInteractive && !isWorthALine(text))) return
      clear()
      shown = text
      shownAt = now()
      stderr.write(isInteractive ? cut(text, stderr.columns ?? 80) : `${text}\n`)
    },
    paint(style, text) {
      return hasColour && isInteractive ? styleText(style, text, { validateStream: false }) : text
    },
  }
}

const lineEveryMs = 5_000

/** A text without its figures and bars. */
function wordsOf(text: string): string {
  return text.replaceAll(/[\d.,█░]+/g, '')
}

/** Lines that replace those before, as long as nothing else was written below them. */
function createPicture(stdout: Stream) {
  const isScreen = stdout.isTTY === true
  let linesAbove = 0
  let isFirst = true
  return {
    show(lines: readonly string[]) {
      const shown = isScreen ? fitted(lines, stdout) : lines
      const back = isScreen && linesAbove > 0 ? `\u001B[${linesAbove}A\u001B[J` : ''
      const gap = isScreen || isFirst ? '' : '\n'
      stdout.write(back + gap + shown.map((line) => `${line}\n`).join(''))
      linesAbove = shown.length
      isFirst = false
    },
    leave() {
      linesAbove = 0
    },
  }
}

/** As many lines as there is room above the cursor: what has left the screen cannot be replaced. */
function fitted(lines: readonly string[], { columns = 80, rows = 24 }: Stream): readonly string[] {
  const room = Math.max(1, rows - 1)
  const left = lines.length - (room - 1)
  const chosen =
    lines.length <= room ? lines : [...lines.slice(0, room - 1), `… ${left} more lines`]
  return chosen.map((line) => cut(line, columns))
}

/** A line longer than the terminal would wrap and could not be replaced any more. */
function cut(text: string, columns: number): string {
  return text.length < columns ? text : `${text.slice(0, Math.max(1, columns - 2))}…`
}
