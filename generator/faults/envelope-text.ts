/**
 * Reads and changes attributes of an envelope in the text of an event, without parsing it.
 *
 * It relies on how world/events.ts writes them: attributes of text come before `data`, in a fixed
 * order and without escapes, so that the first place where the name stands is the attribute.
 */
export function attributeOf(event: string, name: EnvelopeAttribute): string | undefined {
  const span = spanOf(event, name)
  return span === undefined ? undefined : event.slice(...span)
}

/** The event with another text in an attribute; every other byte stays. */
export function withAttribute(event: string, name: EnvelopeAttribute, text: string): string {
  const span = spanOf(event, name)
  if (span === undefined) throw new RangeError(`the event has no attribute ${name}`)
  return event.slice(0, span[0]) + text + event.slice(span[1])
}

type EnvelopeAttribute = 'specversion' | 'id' | 'type' | 'time'

function spanOf(event: string, name: EnvelopeAttribute): [number, number] | undefined {
  const label = `"${name}":"`
  const at = event.indexOf(label)
  if (at < 0) return undefined
  const begin = at + label.length
  return [begin, event.indexOf('"', begin)]
}
