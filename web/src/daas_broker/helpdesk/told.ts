/** What a page told in codes, for people: of its screen, its language, and what went wrong on it. */
import { say } from '@/kernel/i18n'
import { words } from './words'

const MISHAPS = ['lost', 'taken', 'ended', 'refused'] as const

/** `lost`, `notice recording`; an older page may say what is known no more. */
export function mishapText(what: string): string {
  const t = say(words)
  const known = MISHAPS.find(each => each === what)
  if (known) return t(`mishap.${known}`)
  return what.startsWith('notice ') ? t('mishap.notice') : what
}

/** `1216×758 @1.5`. */
export function screenText(told: string): string {
  const [size = '', factor = '1'] = told.split(' @')
  return factor === '1' ? size : say(words)('scaled', { size, factor })
}

export function languageText(told: string): string {
  return told === 'ko' || told === 'en' ? say(words)(`languages.${told}`) : told
}
