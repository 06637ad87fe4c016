/** What a build says of itself: the day's time in Seoul, and its steps in the reader's words. */
import { say } from '@/kernel/i18n'
import { timeToSecond } from '@/kernel/time'
import { words } from './log.words'

const SAID = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (.*)$/
const PACKAGES = 'packages of '

export function line(said: string): string {
  const [, at, text] = SAID.exec(said) ?? []
  return at === undefined ? said : `${timeToSecond(at)} ${text}`
}

/** As it came where a later builder calls a step otherwise. */
export function step(doing: string): string {
  const t = say(words)
  if (doing.startsWith(PACKAGES)) return t('packages', { name: doing.slice(PACKAGES.length) })
  if (doing === 'files' || doing === 'caches' || doing === 'disk') return t(doing)
  return doing
}
