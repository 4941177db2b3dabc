import { byId } from '../elements/element.ts'
import { icon } from '../elements/icon.ts'

type Theme = 'light' | 'dark' | 'system'

const systemIsDark = matchMedia('(prefers-color-scheme: dark)')

const icons = { light: 'sun', dark: 'moon', system: 'system' } as const

/** Makes the button work; `onChange` is called whenever the page has other colours. */
export function startTheme(onChange: () => void): void {
  const button = byId('theme')
  const show = () => {
    const next = nextTheme(chosenTheme())
    const name = next === 'system' ? 'theme of the system' : `${next} theme`
    button.replaceChildren(icon(icons[chosenTheme()]))
    button.setAttribute('aria-label', `Change to the ${name}`)
    button.title = `Change to the ${name}`
  }
  const changed = () => {
    show()
    onChange()
  }
  button.addEventListener('click', () => {
    choose(nextTheme(chosenTheme()))
    changed()
  })
  systemIsDark.addEventListener('change', changed)
  show()
}

function chosenTheme(): Theme {
  const chosen = document.documentElement.dataset['theme']
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

/** From the system's to the other one, which shows at once, to that of the system by name, and back. */
function nextTheme(theme: Theme): Theme {
  const [same, other] = systemIsDark.matches
    ? (['dark', 'light'] as const)
    : (['light', 'dark'] as const)
  const next = { system: other, [other]: same, [same]: 'system' } as const
  return next[theme] ?? 'system'
}

function choose(theme: Theme): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset['theme']
  else dataset['theme'] = theme
  try {
    // Read by theme-before-paint.js.
    if (theme === 'system') localStorage.removeItem('theme')
    else localStorage.setItem('theme', theme)
  } catch {
    // The choice then lasts as long as the page.
  }
}
