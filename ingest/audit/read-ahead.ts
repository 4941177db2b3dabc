/** The same pages, of which the first has been read already. */
export async function begun<Page>(
  pages: AsyncGenerator<Page, void, void>,
): Promise<AsyncGenerator<Page, void, void>> {
  const first = await pages.next()
  return continued(first, pages)
}

async function* continued<Page>(
  first: IteratorResult<Page, void>,
  rest: AsyncGenerator<Page, void, void>,
): AsyncGenerator<Page, void, void> {
  if (first.done === true) return
  yield first.value
  yield* rest
}

/**
 * What is read for each item, in order: while the caller works on one, the next is being read.
 *
 * A reading that fails is thrown when it is its turn. Nothing is being read any more when the
 * caller has left the loop.
 */
export async function* readAhead<Item, Found>(
  items: Iterable<Item>,
  read: (item: Item) => Promise<Found>,
): AsyncGenerator<Found, void, void> {
  let ahead: Promise<Found> | undefined
  try {
    for (const item of items) {
      const present = ahead
      ahead = read(item)
      // Until it is its turn, nobody looks at it.
      ahead.catch(() => undefined)
      if (present !== undefined) yield await present
    }
    if (ahead !== undefined) yield await ahead
  } finally {
    await ahead?.catch(() => undefined)
  }
}
