import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTimelion } from './parse.ts'
import { type Chain, type Value } from './syntax.ts'

/** The shortest text of a chain, to compare with. */
function write({ head, links }: Chain): string {
  const calls = head.kind === 'group' ? links : [head, ...links]
  const group = head.kind === 'group' ? `(${head.members.map(write).join(',')})` : ''
  return (
    group +
    calls
      .map(({ name, arguments: given }) => {
        const words = given.map(({ name: key, value }) =>
          key === undefined ? writeValue(value) : `${key}=${writeValue(value)}`,
        )
        return `.${name}(${words.join(',')})`
      })
      .join('')
  )
}

function writeValue(value: Value): string {
  return value.kind === 'chain' ? write(value.chain) : JSON.stringify(value.literal)
}

function canonical(text: string): string {
  return parseTimelion(text).map(write).join(',')
}

describe('parseTimelion', () => {
  test.each([
    ['.es(*)', '.es("*")'],
    [".es(index='tally-x*', metric=sum:a.b)", '.es(index="tally-x*",metric="sum:a.b")'],
    ['.es(offset=-1w).lines(width=1.5, fill=-2)', '.es(offset="-1w").lines(width=1.5,fill=-2)'],
    ['.es() , .es( q = "a, b" )', '.es(),.es(q="a, b")'],
    ['.es().divide(.es(q=b).sum(1)).label(x)', '.es().divide(.es(q="b").sum(1)).label("x")'],
    ['(.es(), .es(q=b)).color(#fff)', '(.es(),.es(q="b")).color("#fff")'],
    [".es(q='it\\'s \\d \\\\')", '.es(q="it\'s \\\\d \\\\")'],
    ['.es(kibana=false, fit=null)\n\n.bars()', '.es(kibana=false,fit=null).bars()'],
    ["\n.es(\n  q='a:b'\n)", '.es(q="a:b")'],
  ])('reads %s', (text, expected) => {
    expect(canonical(text)).toBe(expected)
  })

  test.each([
    ['', 'expected a function such as .es() at character 1, got the end'],
    ['es()', 'expected a function such as .es() at character 1, got "es()"'],
    ['.es(', 'expected a value at character 5, got the end'],
    ['.es(q=)', 'expected a value at character 7, got ")"'],
    [".es(q='a)", 'expected a value at character 7, got "\'a)"'],
    ['.es()x', 'expected a comma or the end at character 6, got "x"'],
    ['.es(a b)', 'expected a comma or a closing bracket at character 7, got "b)"'],
    ['(.es()', 'expected a comma or a closing bracket at character 7, got the end'],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => parseTimelion(text)).toThrow(message)
  })

  test('reads back whatever text stands between quotes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const quoted = text.replace(/['\\]/g, (character) => `\\${character}`)

        const [chain] = parseTimelion(`.es(q='${quoted}')`)

        expect(chain && canonical(`.es(q='${quoted}')`)).toBe(`.es(q=${JSON.stringify(text)})`)
      }),
    )
  })

  test('answers any text with an expression or with words, soon', () => {
    const characters = fc.constantFrom(
      '.',
      'e',
      's',
      '(',
      ')',
      '=',
      ',',
      "'",
      '"',
      '\\',
      '1',
      ' ',
      '-',
    )
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 60 }), (text) => {
        try {
          parseTimelion(text)
        } catch (error) {
          expect(error).toMatchObject({ code: 'dashboards.invalid' })
        }
      }),
    )
  })

  test('gives up on brackets without end', () => {
    expect(() => parseTimelion('('.repeat(9000))).toThrow('at most 20 brackets in each other')
    expect(() => parseTimelion('.es()'.repeat(9000))).toThrow('may have 10000 characters')
  })
})
