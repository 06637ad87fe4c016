/**
 * Words of the interface. Korean is the source; English must have the same keys.
 *
 *   export const words = defineWords('gdrive', ko, en)      // once per domain folder
 *   const t = useWords(words); t('files.count', { count: 3 })
 *
 * `{{name, 을/를}}` puts the particle that fits the name.
 */
import i18next, { type FormatterModule } from 'i18next'
import { useCallback } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { withParticle } from './particle'

export type Language = 'ko' | 'en'
export interface Bilingual {
  readonly ko: string
  readonly en: string
}
export interface Tree {
  readonly [key: string]: string | Tree
}

type Keys<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Keys<T[K]>}`
}[keyof T & string]
type Values = Readonly<Record<string, string | number>>

export interface Words<T extends Tree> {
  readonly namespace: string
  readonly shape?: T
}
export type Say<T extends Tree> = (key: Keys<T>, values?: Values) => string

/** The keys are checked by `Say`; i18next's own typing wants all words of all domains in one place. */
type Plain = (key: string, values: object) => string

/** Numbers that count nothing: nobody writes port 51,820. */
const NAMES: ReadonlySet<string> = new Set(['port', 'year', 'code', 'id', 'number', 'version'])
const THOUSANDS = new Intl.NumberFormat('en', { maximumFractionDigits: 20 })

/** A thousand and more is parted: 1,200대. Both languages part it with the same sign. */
function written(value: unknown, name: string): string {
  return typeof value === 'number' && !NAMES.has(name) ? THOUSANDS.format(value) : String(value)
}

const PARTICLES = ['이/가', '을/를', '은/는', '와/과', '으로/로', '이나/나', '아/야'] as const

/** Of `{{name, 을/를}}` with its particle, of `{{count}}` with its thousands parted. */
const writer: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, particle, _language, options) => {
    if (value === undefined || value === null) return value as never // it says what is missing
    const said = written(value, String(options?.interpolationkey ?? ''))
    const known = PARTICLES.find(each => each === particle)
    return known ? withParticle(said, known) : said
  },
}

void i18next
  .use(writer)
  .use(initReactI18next)
  .init({
    lng: 'ko',
    fallbackLng: 'ko',
    supportedLngs: ['ko', 'en'],
    resources: {},
    initAsync: false,
    interpolation: { escapeValue: false, alwaysFormat: true },
    returnNull: false,
  })

/** English may have a `count_one` beside its `count`: Korean has one form for any number. */
type WithOne<T extends Tree> = {
  readonly [K in keyof T & string]: T[K] extends Tree ? WithOne<T[K]> : string
} & { readonly [K in keyof T & string as T[K] extends string ? `${K}_one` : never]?: string }

export function defineWords<T extends Tree>(
  namespace: string,
  ko: T,
  en: WithOne<NoInfer<T>>,
): Words<T> {
  i18next.addResourceBundle('ko', namespace, ko)
  i18next.addResourceBundle('en', namespace, en)
  return { namespace }
}

export function useWords<T extends Tree>(words: Words<T>): Say<T> {
  const { t } = useTranslation(words.namespace)
  return useCallback((key, values) => (t as Plain)(key, { ...values }), [t])
}

/** Outside components; inside, `useWords` follows a change of language. */
export function say<T extends Tree>(words: Words<T>): Say<T> {
  return (key, values) => (i18next.t as Plain)(key, { ns: words.namespace, ...values })
}

export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'ko'
}

export function speak(wanted: Language): void {
  void i18next.changeLanguage(wanted)
}

export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'ko'
}

/** The form of a two-language label that the reader wants. */
export function usePick(): (label: Bilingual) => string {
  const wanted = useLanguage()
  return useCallback((label: Bilingual) => label[wanted], [wanted])
}
