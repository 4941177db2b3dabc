import { byId } from './element.ts'
import { icon } from './icon.ts'

export type Theme = 'light' | 'dark'

const systemIsDark = matchMedia('(prefers-color-scheme: dark)')

/** The reader's choice, or that of their system. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme']
  if (chosen === 'light' || chosen === 'dark') return chosen
  return systemIsDark.matches ? 'dark' : 'light'
}

/** Makes the button work; `onChange` is called whenever the page has another theme. */
export function startTheme(onChange: () => void): void {
  const button = byId('theme')
  const show = () => {
    const other = currentTheme() === 'dark' ? 'light' : 'dark'
    button.replaceChildren(icon(other === 'dark' ? 'moon' : 'sun'))
    button.setAttribute('aria-label', `Change to the ${other} theme`)
    button.title = `Change to the ${other} theme`
  }
  const changed = () => {
    show()
    onChange()
  }
  button.addEventListener('click', () => {
    const chosen = currentTheme() === 'dark' ? 'light' : 'dark'
    document.documentElement.dataset['theme'] = chosen
    remember(chosen)
    changed()
  })
  systemIsDark.addEventListener('change', changed)
  show()
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem('theme', theme)
  } catch {
    // The choice then lasts as long as the page.
  }
}
