import { faultyYear } from './faulty-run.ts'

/** How many transactions of the faulty run the index has, by account. */
export async function transactionsByAccount(url: string): Promise<Map<string, number>> {
  const buckets = await accountBuckets(url, {})
  return new Map(buckets.map(({ key, doc_count: count }) => [key, count]))
}

/** Every balance after a transaction of the faulty run, by account. */
export async function balancesByAccount(url: string): Promise<Map<string, Set<number>>> {
  const field = 'transaction.balance_after_minor'
  const buckets = await accountBuckets(url, { seen: { terms: { field, size: 500 } } })
  const withBalance = buckets.filter(({ seen }) => (seen?.buckets.length ?? 0) > 0)
  return new Map(
    withBalance.map(({ key, seen }) => [key, new Set(seen?.buckets.map((bucket) => bucket.key))]),
  )
}

interface AccountBucket {
  readonly key: string
  readonly doc_count: number
  readonly seen?: { readonly buckets: readonly { readonly key: number }[] }
}

async function accountBuckets(url: string, aggs: object): Promise<readonly AccountBucket[]> {
  const answer = await fetch(`${url}/tally-transactions/_search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      size: 0,
      query: { range: { '@timestamp': faultyYear } },
      aggs: { accounts: { terms: { field: 'account.id', size: 2000 }, aggs } },
    }),
  })
  const { aggregations } = (await answer.json()) as {
    aggregations: { accounts: { buckets: AccountBucket[] } }
  }
  return aggregations.accounts.buckets
}
