import { describe, expect, it } from 'vitest'
import { type BulkBody, GrowingBody } from './bulk-body.ts'

const textOf = ({ content }: BulkBody) => content.toString()

function bodyOf(growing: GrowingBody, ...texts: readonly string[]): BulkBody {
  for (const text of texts) growing.add(text, Buffer.byteLength(text))
  return growing.cut()
}

describe('the body of a request', () => {
  it('is what was added, in UTF-8 and in its order', () => {
    const body = bodyOf(new GrowingBody(), 'a\n', '{"city":"Kraków"}\n', '💶\n')

    expect(textOf(body)).toBe('a\n{"city":"Kraków"}\n💶\n')
  })

  it('grows beyond any memory that it begins with', () => {
    const long = 'x'.repeat(1 << 20)

    expect(textOf(bodyOf(new GrowingBody(), 'a', long, 'b'))).toBe(`a${long}b`)
  })

  it('is left alone by those after it until it is given back', () => {
    const growing = new GrowingBody()
    const first = bodyOf(growing, 'first')
    const second = bodyOf(growing, 'second')
    const before = [textOf(first), textOf(second)]
    growing.giveBack(first)
    bodyOf(growing, 'third')
    const fourth = bodyOf(growing, 'fourth')

    expect(before).toEqual(['first', 'second'])
    expect([textOf(second), textOf(fourth)]).toEqual(['second', 'fourth'])
    expect(fourth.memory).toBe(first.memory)
  })

  it('keeps no more memory for later than it may need', () => {
    const growing = new GrowingBody()
    const bodies = Array.from({ length: 20 }, (_, at) => bodyOf(growing, `${at}`))
    const known = new Set(bodies.map(({ memory }) => memory))
    for (const body of bodies) growing.giveBack(body)
    const again = bodies.map(() => bodyOf(growing, 'x'))

    // The open one was cut from new memory before anything was given back.
    expect(again.filter(({ memory }) => known.has(memory))).toHaveLength(4)
  })
})
