import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import peggy from 'peggy'
import { describe, expect, test } from 'vitest'
import { packageFolder } from '../../runtime/paths.ts'
import { parseTimelion } from './parse.ts'

const grammar = readFileSync(join(packageFolder, 'dashboards/timelion/grammar.peggy'), 'utf8')
const specified = peggy.generate(grammar)

/** The tree, or undefined for a text that is refused. */
function treeBy(parse: (text: string) => unknown, text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    expect((error as Error).message).not.toContain('stack')
    return undefined
  }
}

const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{0,5}$/)
const space = fc.constantFrom('', '', ' ', '\n', '\t ', '\u00a0')
const literal = fc.oneof(
  fc.constantFrom('null', 'true', 'false', '-1w', '.5', '-3', '1e3', '1.', '#fff', 'sum:a.b', '*'),
  fc.string().map((text) => `'${text.replace(/['\\]/g, (found) => `\\${found}`)}'`),
  fc.string().map((text) => `"${text.replaceAll('"', "'").replaceAll('\\', '\\d')}"`),
)

const depth = { depthIdentifier: fc.createDepthIdentifier(), maxDepth: 3, withCrossShrink: true }

/** Texts that are expressions, with spaces wherever they may stand. */
const { expression } = fc.letrec<Record<'argument' | 'call' | 'chain' | 'expression', string>>(
  (tie) => ({
    argument: fc
      .tuple(fc.option(name), space, space, fc.oneof(depth, literal, tie('chain')))
      .map(([key, a, b, value]) => (key === null ? value : `${key}${a}=${b}${value}`)),
    call: fc
      .tuple(name, space, fc.array(tie('argument'), { maxLength: 2 }), space)
      .map(([key, a, given, b]) => `.${key}(${a}${given.join(`${b},${a}`)}${b})`),
    chain: fc
      .tuple(
        fc.oneof(
          depth,
          tie('call'),
          tie('expression').map((inner) => `(${inner})`),
        ),
        space,
        fc.array(tie('call'), { maxLength: 1 }),
      )
      .map(([head, a, links]) => [head, ...links].join(a)),
    expression: fc
      .tuple(space, fc.array(tie('chain'), { minLength: 1, maxLength: 2 }), space)
      .map(([a, chains, b]) => a + chains.join(`${b},${a}`) + b),
  }),
)

const pieces = ['.es', '.a', '(', ')', ',', '=', "'a'", '"b"', "'", '"', '\\', '.', 'q', '-2.5', '1', ' ', '\n', 'null', '*'] // prettier-ignore

describe('the parser', () => {
  test('reads every expression as the grammar does', () => {
    fc.assert(
      fc.property(expression, (text) => {
        const tree = parseTimelion(text)

        expect(tree).toEqual(specified.parse(text))
      }),
      { numRuns: 500 },
    )
  })

  test('refuses what the grammar refuses, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        const text = parts.join('')

        expect(treeBy(parseTimelion, text)).toEqual(treeBy((one) => specified.parse(one), text))
      }),
      { numRuns: 5000 },
    )
  })

  test('and the grammar both find mistakes in expressions that nearly are some', () => {
    let refused = 0
    fc.assert(
      fc.property(expression, fc.nat(), fc.constantFrom(...pieces), (text, at, piece) => {
        const position = at % (text.length + 1)
        const broken = text.slice(0, position) + piece + text.slice(position + 1)
        const tree = treeBy(parseTimelion, broken)
        refused += Number(tree === undefined)

        expect(tree).toEqual(treeBy((one) => specified.parse(one), broken))
      }),
      { numRuns: 1000 },
    )
    expect(refused).toBeGreaterThan(100)
  })
})
