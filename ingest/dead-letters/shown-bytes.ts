/** Characters of a text, and bytes of what is no text, that are shown at most. */
const charactersMax = 4000
const bytesMax = 64

/**
 * Bytes that somebody else has written, for a terminal: on one line, with every character escaped
 * that would move the cursor, hide text or turn its direction, and never more than some thousand
 * characters. What is not UTF-8 is shown in hexadecimal.
 */
export function shownBytes(bytes: Uint8Array | null): string {
  if (bytes === null) return 'none'
  if (bytes.length === 0) return 'empty'
  const text = textOf(bytes)
  if (text === undefined) return `binary, ${counted(bytes.length, 'byte')}: ${hexOf(bytes)}`
  return shownText(text, charactersMax)
}

/** A text in the same way. */
export function shownText(text: string, lengthMax: number): string {
  const cut = text.slice(0, lengthMax)
  const left = text.length - cut.length
  const escaped = cut.replaceAll(unsafe, escapeOf)
  return left === 0 ? escaped : `${escaped} … and ${counted(left, 'character')} more`
}

/**
 * Controls (Cc), formats such as those of direction and zero width (Cf), separators of lines and
 * paragraphs (Zl, Zp), halves of characters (Cs), private and unassigned ones (Co, Cn).
 */
const unsafe = /[\p{C}\p{Zl}\p{Zp}]/gu

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
  return short[character] ?? `\\u{${code}}`
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

function hexOf(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, bytesMax)).toString('hex')
  const left = bytes.length - bytesMax
  return left > 0 ? `${shown} … and ${counted(left, 'byte')} more` : shown
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`
}
