import type { Figure } from '../../../dashboards/panels/picture.ts'
import { element } from './element.ts'
import { numberFormatter } from './format.ts'

/** Large figures beside each other; each is a `data` element, so that programs can read it too. */
export function figuresView(figures: readonly Figure[]): HTMLElement {
  return element(
    'dl',
    { class: 'figures' },
    ...figures.map(({ label, value, format }) =>
      element(
        'div',
        {},
        element('dt', {}, label),
        element(
          'dd',
          {},
          element(
            'data',
            { value: value === null ? '' : String(value) },
            numberFormatter(format)(value),
          ),
        ),
      ),
    ),
  )
}
