/** How this reader wants the page: applied before the first picture, kept by the server. */
import { type Language, speak } from './i18n'
import { store } from './store'

export type Theme = 'light' | 'contrast' | 'system'
/** Per cent of the browser's own text size (KRDS steps). */
export const TEXT_SIZES = [90, 100, 110, 130, 150] as const
export type TextSize = (typeof TEXT_SIZES)[number]

export interface Preferences {
  readonly theme: Theme
  readonly textSize: TextSize
  readonly language: Language
}

const KEPT = 'onmaru.preferences' // so that the sign-in page looks right before anybody is known
const DEFAULTS: Preferences = { theme: 'system', textSize: 100, language: 'ko' }
const darker = matchMedia('(prefers-color-scheme: dark), (prefers-contrast: more)')

export const preferences = store<Preferences>({ ...DEFAULTS, ...kept() })

export function applyPreferences(wanted: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...wanted }
  preferences.set(next)
  localStorage.setItem(KEPT, JSON.stringify(next))
  show()
}

export function isContrast({ theme }: Preferences): boolean {
  return theme === 'contrast' || (theme === 'system' && darker.matches)
}

function show(): void {
  const wanted = preferences.get()
  const root = document.documentElement
  root.dataset.theme = isContrast(wanted) ? 'contrast' : 'light'
  root.style.fontSize = `${wanted.textSize}%`
  root.style.setProperty('--text-scale', String(wanted.textSize / 100))
  root.lang = wanted.language
  speak(wanted.language)
}

function kept(): Partial<Preferences> {
  const known = localStorage.getItem(KEPT)
  if (known === null) return {}
  try {
    return JSON.parse(known) as Partial<Preferences>
  } catch {
    return {} // somebody else's value under our key
  }
}

darker.addEventListener('change', show)
show()
