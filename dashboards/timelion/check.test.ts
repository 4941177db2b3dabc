import { describe, expect, test } from 'vitest'
import { transactionsView } from '../data-views.ts'
import { type KnownFields, knownFieldsOf } from '../panels/known-fields.ts'
import { checkExpression } from './check.ts'
import { signatures } from './signatures.ts'
import { links } from './links.ts'

const known: KnownFields = {
  index: 'tally-x',
  timeField: '@timestamp',
  place: 'the data view tally-x',
  fields: new Map([
    ['@timestamp', { type: 'date', isAggregatable: true }],
    ['price', { type: 'double', isAggregatable: true }],
    ['channel', { type: 'keyword', isAggregatable: true }],
    ['note', { type: 'text', isAggregatable: false }],
  ]),
}
const source = "index='tally-x', timefield='@timestamp'"

describe('checkExpression', () => {
  test.each([
    `.es(${source}, metric='sum:price', split='channel:5', q='channel:online AND price:>3').lines(2)`,
    `.es(${source}, metric='percentiles:price:50,99.9', offset='-1w', fit=carry).bars(stack=false)`,
    `.es(${source}).subtract(.es(${source}, metric='max:@timestamp')).mvavg('1h').mvstd(3, center)`,
    `(.es(${source}), .value(3, 'three')).holt(0.5, 0.1, 0.9, '1w', 2).if(gt, 0, .es(${source}))`,
    `.es(${source}).yaxis(2, min=0, units='custom::/s').legend(position=nw, columns=2).title(a)`,
  ])('has nothing to say of %s', (expression) => {
    expect(checkExpression(expression, [known])).toEqual([])
  })

  test.each([
    ['.es(', 'Timelion: expected a value at character 5, got the end.'],
    [`.es(${source}).mvagv(3)`, '.mvagv() is not evaluated here; known are abs'],
    [`.es(${source}).mvagv(3)`, '; perhaps mvavg is meant.'],
    ['.ess()', 'a chain begins with .es() or .static()'],
    ['.lines()', '.lines() follows another; a chain begins with .es()'],
    [`.es(${source}).static(1)`, '.static() begins a chain and follows nothing'],
    [`.es(${source}, metrik='sum:price')`, 'argument metrik is not known; it takes q, metric'],
    [`.es(${source}, metrik='sum:price')`, '; perhaps metric is meant.'],
    [`.es(${source}, metric='median:price')`, 'got median:price.'],
    [`.es(${source}, metric='sum:')`, 'argument metric: expected count'],
    [`.es(${source}, metric='percentiles:price:50,')`, 'got percentiles:price:50,.'],
    [
      `.es(${source}, split=channel)`,
      'argument split: expected field:size with a size of 1 to 100',
    ],
    [`.es(${source}, split='channel:101')`, 'got channel:101.'],
    [`.es(${source}, offset=1w)`, 'argument offset: expected an offset such as -1w, got 1w.'],
    [`.es(${source}, index=other)`, 'argument index is given twice.'],
    [`.es(${source}).lines(width=wide)`, 'argument width: expected number, got string.'],
    [`.es(${source}).lines(fill=11)`, 'argument fill: expected a number from 0 to 10, got 11.'],
    [`.es(${source}).color('url(x)')`, 'argument color: expected a colour such as #3D6FE0'],
    [`.es(${source}).label(a, '(')`, 'argument regex: expected a regular expression, got (.'],
    [`.es(${source}).yaxis(9)`, 'argument yaxis: expected a whole number from 1 to 4, got 9.'],
    [`.es(${source}).yaxis(units=miles)`, 'argument units: expected percent, bytes'],
    [`.es(${source}).movingstd(2.5)`, 'argument window: expected a whole number from 1, got 2.5.'],
    [`.es(${source}).movingaverage('a day')`, 'argument window: expected an interval such as 1h'],
    [`.es(${source}).holt(2)`, 'argument alpha: expected a number from 0 to 1, got 2.'],
    [`.es(${source}).multiply()`, 'argument multiplier is missing.'],
    [`.es(${source}).abs(1)`, 'argument number 1 is not known; it takes none.'],
    [`.es(${source}).sum(.mvavg(3))`, '.mvavg() follows another'],
    [`.es(index='tally-y', timefield='@timestamp')`, 'index tally-y is none of tally-x'],
    [`.es(index='tally-x', timefield=price)`, 'timefield: expected price to be a date'],
    [`.es(${source}, metric='sum:prize')`, 'metric sum: the data view tally-x has no field prize'],
    [`.es(${source}, metric='sum:prize')`, '; perhaps price is meant.'],
    [`.es(${source}, metric='sum:channel')`, 'to be a number; in the data view tally-x it is of the type keyword.'], // prettier-ignore
    [`.es(${source}, split='note:3')`, 'it is of the type text and not aggregatable.'],
    [`.es(${source}, q='chanel:online')`, 'q: the data view tally-x has no field chanel'],
    [`.es(${source}).sum(.es(${source}, metric='sum:prize'))`, 'has no field prize'],
  ])('says what is wrong with %s', (expression, sentence) => {
    expect(checkExpression(expression, [known]).join('\n')).toContain(sentence)
  })

  test('knows the fields of the data views that are shipped', () => {
    const views = knownFieldsOf([transactionsView.object])
    const over = (metric: string) =>
      `.es(index='tally-transactions', timefield='@timestamp', metric='${metric}')`

    expect(checkExpression(over('sum:transaction.amount_eur'), views)).toEqual([])
    expect(checkExpression(over('sum:transaction.outcome'), views)).toEqual([
      'Timelion: .es(): metric sum: expected transaction.outcome to be a number; in the data view tally-transactions it is of the type keyword.',
    ])
  })

  test('says everything at once', () => {
    expect(checkExpression('.es().linse().holt(2).bars(3, 4)', [known])).toHaveLength(5)
  })
})

describe('the table of functions', () => {
  test('has an evaluation for every link, and none that it does not list', () => {
    const named = signatures.filter(({ role }) => role === 'link').map(({ name }) => name)

    expect([...links.keys()].sort()).toEqual(named.sort())
  })
})
