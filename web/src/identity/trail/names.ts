/** What acts and facts of the chain are called; in the chain itself they have one name for all. */
import type { Language } from '@/kernel/i18n'
import { en } from './acts.en'
import { ko } from './acts.ko'
import { FACTS } from './facts'

type Names = Readonly<Record<string, Readonly<Record<string, string>>>>
const ACTS: Readonly<Record<Language, Names>> = { ko, en }

/** Undefined where nobody has named it: what an older release wrote stays in the chain for ever. */
export function nameOfAct(act: string, language: Language): string | undefined {
  const [domain = '', verb = ''] = act.split('.')
  return ACTS[language][domain]?.[verb]
}

/** As it was written where nobody has named it. */
export function nameOfFact(fact: string, language: Language): string {
  return FACTS[fact]?.[language === 'ko' ? 0 : 1] ?? fact
}
