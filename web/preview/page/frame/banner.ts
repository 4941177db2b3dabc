import { byId, element } from '../elements/element.ts'
import type { PageState } from '../state/page-state.ts'
import type { Store } from '../state/store.ts'

/** Says above the panels why there are no new figures, and what of the address was not understood. */
export function startBanner(store: Store<PageState>): void {
  store.watch(sentencesOf, (text) => {
    showBanner(text === '' ? [] : text.split('\n'))
  })
}

/** As one text, which is the same as long as it says the same, so that it is read aloud once. */
function sentencesOf({ loading, notes }: PageState): string {
  const reasons =
    loading.kind === 'failed' && !loading.isAboutQuery ? [loading.problem, loading.action] : []
  return [...reasons, ...notes].map((sentence) => sentence.replaceAll('\n', ' ')).join('\n')
}

export function showBanner(sentences: readonly string[]): void {
  byId('banner').replaceChildren(...sentences.map((sentence) => element('p', {}, sentence)))
}
