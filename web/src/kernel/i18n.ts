/**
 * Words of the interface. Korean is the source; English must have the same keys.
 *
 *   export const words = defineWords('gdrive', ko, en)      // once per domain folder
 *   const t = useWords(words); t('files.count', { count: 3 })
 *
 * `{{name, 을/를}}` puts the particle that fits the name.
 */
import i18next from 'i18next'
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

const PARTICLES = ['이/가', '을/를', '은/는', '와/과', '으로/로', '이나/나', '아/야'] as const

void i18next.use(initReactI18next).init({
  lng: 'ko',
  fallbackLng: 'ko',
  supportedLngs: ['ko', 'en'],
  resources: {},
  initAsync: false,
  interpolation: { escapeValue: false },
  returnNull: false,
})
for (const particle of PARTICLES) {
  i18next.services.formatter?.add(particle, value => withParticle(String(value), particle))
}

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
